// On every page: header menus close with Escape, with a press elsewhere, and when the focus leaves them; the focus
// begins where something is wrong, or where it is told what was done.
const menus = [...document.querySelectorAll("details.menu")];

const close = (menu, focus) => {
  if (!menu.open) return;
  menu.open = false;
  if (focus) menu.querySelector("summary").focus();
};

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") menus.forEach((menu) => close(menu, menu.contains(document.activeElement)));
});
document.addEventListener("click", (event) => {
  menus.forEach((menu) => menu.contains(event.target) || close(menu, false));
});
for (const menu of menus) {
  menu.addEventListener("focusout", (event) => {
    if (event.relatedTarget && !menu.contains(event.relatedTarget)) close(menu, false);
  });
}

// An address that names a place in the page leads there.
const first = document.getElementById("problems") ?? (location.hash ? null : document.getElementById("told"));
first?.focus();
