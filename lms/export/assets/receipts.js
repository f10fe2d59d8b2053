/* Receipts: only in packages of regions that have switched them on. One line that says how far an attempt has come,
   with no name, no number of a person, and no time but the week; see lms/rules/receipts.py, its twin.

   It stands beside the course and changes nothing of it: it listens to what is told to the LMS, and keeps the name
   of the attempt, drawn by chance, at the end of the exam's part of the state, where a package without receipts
   does not look. Browsers sign for pages by https only; elsewhere there are no receipts. */
(() => {
  "use strict";
  const { course, receipts: facts, state: keeping } = window.EuBelong;
  const STATES = ["begun", "failed", "completed", "passed"];
  const LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
  const KEPT = /:([0-9A-Z]{8})([0-4])\|[^|]*$/;
  const { decode, encode } = keeping;
  const { connect } = window.Scorm;
  const crypto = window.crypto && window.crypto.subtle ? window.crypto : null;
  let attempt = "";
  let told = 0; // states that the service has, counted from 1
  let reached = 0;
  let session = null;
  let listener = null;

  const letters = bytes => Array.from(new Uint8Array(bytes), byte => LETTERS[byte & 31]).join("");
  const grouped = text => text.replace(/(.{4})(?=.)/g, "$1-");
  const state = () => session ? Math.max(reached, STATES.indexOf(session.status) + 1) : 0;

  function week() {
    const day = new Date(Math.floor(Date.now() / 864e5) * 864e5);
    day.setUTCDate(day.getUTCDate() + 3 - (day.getUTCDay() + 6) % 7); // the Thursday gives the year
    const number = Math.floor((day - Date.UTC(day.getUTCFullYear(), 0, 1)) / 6048e5) + 1;
    return day.getUTCFullYear() + "-W" + String(number).padStart(2, "0");
  }

  /* Resolves to the line for a state. */
  function write(which) {
    const text = ["EUB1", facts.region, facts.course, window.Course.language(), STATES[which - 1], week(), facts.mark].join(" ");
    const encoder = new TextEncoder();
    const how = { name: "HMAC", hash: "SHA-256" };
    return crypto.subtle.importKey("raw", encoder.encode(facts.key), how, false, ["sign"])
      .then(key => crypto.subtle.sign("HMAC", key, encoder.encode(text + " " + attempt)))
      .then(signed => [text, grouped(attempt), grouped(letters(signed.slice(0, 12)))].join(" "));
  }

  keeping.decode = (given, text) => {
    const found = decode(given, text);
    const mine = found && KEPT.exec(text);
    if (mine) [attempt, told] = [mine[1], Number(mine[2])];
    return found;
  };

  keeping.encode = (given, kept) => {
    const text = encode(given, kept);
    if (!crypto || !session || !session.writable) return text;
    attempt = attempt || letters(crypto.getRandomValues(new Uint8Array(8)));
    const longer = text.slice(0, text.lastIndexOf("|")) + ":" + attempt + told;
    return longer + "|" + keeping.checksum(longer);
  };

  window.Scorm.connect = options => {
    const found = connect(options);
    if (!found.available) return found;
    session = found;
    const heard = (call, which) => given => {
      const taken = found[call](given);
      if (taken) reached = Math.max(state(), which(given));
      if (attempt && listener) listener();
      return taken;
    };
    return Object.assign(Object.create(found), {
      save: heard("save", given => given.progress > 0 ? 1 : 0),
      fail: heard("fail", () => 2), complete: heard("complete", () => 3), pass: heard("pass", () => 4)
    });
  };

  window.EuBelong.receipt = {
    write, hear: given => { listener = given; },
    state: () => attempt ? state() : 0,
    told: () => told,
    tell: which => {
      told = Math.max(told, which);
      window.Course.go(window.Course.here());
    }
  };
})();
