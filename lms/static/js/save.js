// Keeps what a person enters until the server has it: one request at a time, the newest value of each thing,
// tried again until it works. The page always says where it stands.
const FIRST_WAIT = 2000;
const LONGEST_WAIT = 20000;

const savers = [];

export class Saver {
  // form: carries csrf_token, data-token (where to get a new one) and data-who; line: the element that tells the state.
  constructor(form, line, address) {
    this.form = form;
    this.line = line;
    this.address = address;
    this.waiting = new Map();
    this.wait = FIRST_WAIT;
    this.running = null;
    this.timer = 0;
    this.stopped = false;
    savers.push(this);
  }

  get pending() { return this.waiting.size > 0 || this.running !== null; }

  put(key, body) {
    this.waiting.delete(key);
    this.waiting.set(key, body);
    this.tell("saving");
    this.run();
  }

  // Resolves when everything is saved, or with false when that did not work now.
  async flush() {
    clearTimeout(this.timer);
    await this.run();
    return !this.pending;
  }

  run() {
    if (this.running || this.stopped) return this.running ?? Promise.resolve();
    this.running = this.work().finally(() => { this.running = null; });
    return this.running;
  }

  async work() {
    clearTimeout(this.timer);
    const failed = new Set();
    let refused = false;
    for (;;) {
      const key = [...this.waiting.keys()].find((name) => !failed.has(name));
      if (key === undefined) break;
      const body = this.waiting.get(key);
      const outcome = await this.send(body);
      if (outcome === "cut-off" || outcome === "signed-out") { this.later(outcome); return; }
      if (outcome === "waiting") { failed.add(key); continue; } // one that cannot be saved must not hold up the others
      if (this.waiting.get(key) === body) this.waiting.delete(key);
      refused ||= outcome === "refused";
    }
    if (failed.size) { this.later("waiting"); return; }
    this.wait = FIRST_WAIT;
    if (refused) this.tell("waiting", this.message); else this.tell("saved");
  }

  async send(body) {
    let response;
    try {
      response = await fetch(this.address, {
        method: "POST",
        keepalive: true,
        headers: { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": this.form.elements.csrf_token.value },
        body: JSON.stringify(body),
      });
    } catch {
      return "cut-off";
    }
    const told = await response.json().catch(() => ({}));
    if (response.ok) { this.reply = told; return "saved"; }
    if (response.status === 401) return "signed-out";
    if (response.status === 400 && told.signed_out) return "signed-out";
    if (response.status >= 500 || response.status === 429 || response.status === 408) return "waiting";
    this.message = told.message;
    return "refused";
  }

  later(outcome) {
    this.tell(outcome);
    this.timer = setTimeout(async () => {
      if (outcome === "signed-out" && !(await this.renew())) {
        if (!this.stopped) this.later("signed-out");
        return;
      }
      this.run();
    }, this.wait);
    this.wait = Math.min(this.wait * 2, LONGEST_WAIT);
  }

  // After signing in in another tab: take the new session's token, if it is the same person's.
  async renew() {
    try {
      const response = await fetch(this.form.dataset.token, { headers: { Accept: "application/json" } });
      if (!response.ok) return false;
      const { token, who } = await response.json();
      if (String(who) !== this.form.dataset.who) {
        this.stopped = true;
        this.tell("other");
        return false;
      }
      for (const field of document.querySelectorAll('input[name="csrf_token"]')) field.value = token;
      return true;
    } catch {
      return false;
    }
  }

  tell(state, message) {
    const text = message ?? this.line.dataset[{ "signed-out": "signedOut", "cut-off": "waiting" }[state] ?? state] ?? "";
    const shown = state === "saved" ? "saved" : state === "saving" ? "saving" : "waiting";
    if (this.line.textContent !== text) this.line.textContent = text;
    this.line.dataset.state = shown;
  }
}

window.addEventListener("online", () => savers.forEach((saver) => { saver.wait = FIRST_WAIT; saver.run(); }));
window.addEventListener("beforeunload", (event) => {
  if (savers.some((saver) => saver.pending)) event.preventDefault();
});
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "hidden") savers.forEach((saver) => saver.run());
});

// Forms marked data-flush go only when everything else is saved; after a short wait they go anyway.
for (const form of document.querySelectorAll("form[data-flush]")) {
  form.addEventListener("submit", (event) => {
    if (!savers.some((saver) => saver.pending)) return;
    event.preventDefault();
    Promise.all(savers.map((saver) => saver.flush())).then((all) => { if (all.every(Boolean)) form.submit(); });
  });
}
