// Reads the answer of one question from its fields: the same shapes as the grader takes. undefined = left open.
const whole = (text) => (text === "" ? null : Number(text));

export const readers = {
  single(box) {
    const checked = box.querySelector("input:checked");
    return checked ? Number(checked.value) : undefined;
  },
  multiple(box) {
    return [...box.querySelectorAll("input:checked")].map((field) => Number(field.value)).sort((a, b) => a - b);
  },
  matching(box) {
    return [...box.querySelectorAll("select")].map((field) => whole(field.value));
  },
  ordering(box) {
    const fields = [...box.querySelectorAll("select")];
    const order = [];
    for (const field of fields) if (field.value) order[Number(field.value) - 1] = Number(field.dataset.position);
    const complete = fields.every((_, place) => order[place] !== undefined);
    return complete ? order : undefined;
  },
  number: (box) => box.querySelector("input").value.trim(),
  text: (box) => box.querySelector("textarea").value.trim(),
  scale(box) {
    const checked = box.querySelector("input:checked");
    if (!checked) return undefined;
    return checked.value === "none" ? null : Number(checked.value);
  },
};

export const readValue = (box) => readers[box.dataset.kind](box);
