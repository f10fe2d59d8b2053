// Questions: every answer is saved at once, single answers are checked in place, and sending survives a lost line.
import { Saver } from "./save.js";
import { readValue } from "./values.js";
import "./ordering.js";
import "./steps.js";

const PAUSE = 700;
const form = document.querySelector("form.quiz");
const line = form.querySelector(".save-state");
const saver = form.dataset.answer && line ? new Saver(form, line, form.dataset.answer) : null;
const timers = new Map();

const bodyOf = (box, extra) => ({
  quiz: form.dataset.quiz,
  number: Number(form.dataset.number) || undefined,
  question: box.dataset.question,
  value: readValue(box),
  ...extra,
});

const save = (box) => {
  clearTimeout(timers.get(box));
  timers.delete(box);
  const body = bodyOf(box);
  if (body.value !== undefined) saver.put(box.dataset.question, body);
};

const forget = (box) => {
  const place = box.querySelector(".verdict-place");
  if (place) place.replaceChildren();
  box.querySelectorAll(".choice-reply").forEach((reply) => reply.remove());
};

form.addEventListener("change", (event) => {
  const box = event.target.closest(".question");
  if (!box) return;
  if (form.hasAttribute("data-practice")) forget(box);
  if (saver) save(box);
});

if (saver) {
  form.addEventListener("input", (event) => {
    if (!event.target.matches('textarea, input[type="text"]')) return;
    const box = event.target.closest(".question");
    clearTimeout(timers.get(box));
    timers.set(box, setTimeout(() => save(box), PAUSE));
  });
  window.addEventListener("pagehide", () => [...timers.keys()].forEach(save));
}

// What was answered while this script was still on its way is saved as well.
const isTouched = (field) => {
  if (field.matches("[type=radio], [type=checkbox]")) return field.checked !== field.defaultChecked;
  if (!field.matches("select")) return field.value !== field.defaultValue;
  const first = [...field.options].find((option) => option.defaultSelected);
  return field.value !== (first?.value ?? "");
};
if (saver) {
  for (const box of form.querySelectorAll(".question")) {
    if ([...box.querySelectorAll("input, select, textarea")].some(isTouched)) save(box);
  }
}

const show = (box, told) => {
  forget(box);
  for (const [position, reply] of Object.entries(told.replies)) {
    const made = document.createElement("div");
    made.className = `choice-reply ${reply.right ? "right" : "wrong"}`;
    made.innerHTML = reply.html;
    box.querySelector(`[data-choice="${position}"]`).append(made);
  }
  const place = box.querySelector(".verdict-place");
  place.innerHTML = told.verdict;
  place.firstElementChild.focus();
};

const check = async (box) => {
  saver.put(box.dataset.question, bodyOf(box, { check: true }));
  if (await saver.flush()) show(box, saver.reply);
};

const tell = (text) => {
  const target = line ?? form.appendChild(Object.assign(document.createElement("p"), { className: "save-state" }));
  target.setAttribute("role", "status");
  target.dataset.state = "waiting";
  target.textContent = text;
};

// Sending by script, so that a lost line leaves the answers in the page instead of showing the browser's error.
let plainly = false;
const send = async (button) => {
  const body = new FormData(form, button);
  button.disabled = true;
  let response = null;
  try {
    if (saver) await saver.flush();
    body.set("csrf_token", form.elements.csrf_token.value);
    response = await fetch(form.action, { method: "POST", body, headers: { Accept: "text/html" } });
  } catch {
    tell(form.dataset.offline);
  }
  button.disabled = false;
  if (!response) return;
  if (response.redirected) {
    location.assign(response.url);
  } else if (response.ok) {
    plainly = true; // the server has something to say about the answers: let its page come
    form.requestSubmit(button);
  } else if (response.status === 400 || response.status === 401) {
    const renewed = saver ? await saver.renew() : false;
    if (renewed) send(button); else tell(form.dataset.signedOut);
  } else {
    tell(form.dataset.offline);
  }
};

form.addEventListener("submit", (event) => {
  const button = event.submitter;
  if (!button || plainly) return;
  if (button.name === "check" && saver) {
    const box = button.closest(".question");
    if (readValue(box) !== undefined) { event.preventDefault(); check(box); }
    return;
  }
  if (["send", "save", "skip"].includes(button.name)) {
    event.preventDefault();
    send(button);
  }
});
