// On a narrow screen one question at a time; on a wide one all of them. Nothing is lost by turning the device.
const form = document.querySelector("form.quiz:not(.survey)");
const boxes = form ? [...form.querySelectorAll(".question")] : [];
const narrow = window.matchMedia("(max-width: 47.99rem)");

if (boxes.length > 1) {
  let at = Math.max(0, boxes.findIndex((box) => box.contains(document.getElementById(location.hash.slice(1)))));
  const bar = document.createElement("p");
  bar.className = "actions steps";
  const button = (label, step, kind) => {
    const made = document.createElement("button");
    made.type = "button";
    made.className = kind;
    made.textContent = label;
    made.addEventListener("click", () => go(at + step));
    bar.append(made);
    return made;
  };
  const back = button(form.dataset.back, -1, "button second");
  const next = button(form.dataset.next, 1, "button");
  const send = form.querySelector('.actions button[name="send"]').closest(".actions");
  form.querySelector(".save-bar").before(bar);

  const show = () => {
    const stepping = narrow.matches;
    bar.hidden = !stepping;
    boxes.forEach((box, place) => { box.hidden = stepping && place !== at; });
    back.hidden = at === 0;
    next.hidden = at === boxes.length - 1;
    const sender = send.querySelector('[name="send"]');
    sender.hidden = stepping && at < boxes.length - 1;
  };
  const go = (place) => {
    at = Math.min(Math.max(place, 0), boxes.length - 1);
    show();
    const legend = boxes[at].querySelector("legend");
    legend.tabIndex = -1;
    legend.focus();
    boxes[at].scrollIntoView({ block: "start" });
  };
  narrow.addEventListener("change", show);
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("#problems a");
    const place = link ? boxes.findIndex((box) => `#${box.id}` === link.hash) : -1;
    if (place >= 0 && narrow.matches) { event.preventDefault(); go(place); }
  });
  show();
}
