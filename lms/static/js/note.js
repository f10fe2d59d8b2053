// Private notes are saved while they are typed.
import { Saver } from "./save.js";

const PAUSE = 800;

for (const form of document.querySelectorAll("form[data-note]")) {
  const field = form.elements.text;
  const line = form.querySelector(".save-state");
  const saver = new Saver(form, line, form.action);
  let timer = 0;
  let kept = field.defaultValue;

  const save = () => {
    clearTimeout(timer);
    if (field.value === kept) return;
    kept = field.value;
    saver.put("note", { name: form.elements.name.value, text: kept });
  };

  form.querySelector("button").hidden = true;
  field.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(save, PAUSE); });
  field.addEventListener("change", save);
  form.addEventListener("submit", (event) => { event.preventDefault(); save(); });
  window.addEventListener("pagehide", save);
  save(); // what was written while this script was still on its way
}
