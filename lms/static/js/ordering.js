// Ordering: next to the list of places, two buttons that move a line up and down.
const rows = (list) => [...list.querySelectorAll("[data-position]")].filter((row) => row.matches("li"));

const number = (list) => {
  rows(list).forEach((row, place) => { row.querySelector("select").value = String(place + 1); });
  guard(list);
};

const guard = (list) => {
  const all = rows(list);
  all.forEach((row, place) => {
    const [up, down] = row.querySelectorAll("button");
    up.disabled = place === 0;
    down.disabled = place === all.length - 1;
  });
};

const move = (list, row, step, button) => {
  const other = step < 0 ? row.previousElementSibling : row.nextElementSibling;
  if (!other) return;
  if (step < 0) other.before(row); else other.after(row);
  number(list);
  (button.disabled ? row.querySelector("button:not([disabled])") : button).focus();
  list.nextElementSibling.textContent = list.dataset.moved.replace("#", String(rows(list).indexOf(row) + 1));
  list.dispatchEvent(new Event("change", { bubbles: true }));
};

const makeButton = (sign, label, text) => {
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = sign;
  button.setAttribute("aria-label", `${label}: ${text}`);
  return button;
};

for (const list of document.querySelectorAll(".ordering")) {
  const said = document.createElement("p");
  said.className = "hidden";
  said.setAttribute("role", "status");
  list.after(said);
  for (const row of rows(list)) {
    const text = row.querySelector(".pair-text").textContent.trim();
    const moves = document.createElement("span");
    moves.className = "order-moves";
    const up = makeButton("↑", list.dataset.up, text);
    const down = makeButton("↓", list.dataset.down, text);
    up.addEventListener("click", () => move(list, row, -1, up));
    down.addEventListener("click", () => move(list, row, 1, down));
    moves.append(up, down);
    row.append(moves);
  }
  guard(list);
}
