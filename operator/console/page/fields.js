import { h } from "../../web/dom.js";

/** Creates a select with these values and labels. */
export function select(id, options, chosen) {
  return h(
    "select",
    { class: "select", id },
    ...options.map(([value, label]) => h("option", { value, selected: value === chosen }, label)),
  );
}

/** Creates a labelled row of a form. */
export function field(label, control, hint) {
  return h(
    "div",
    { class: "field" },
    h("label", { for: control.id }, label),
    control,
    hint && h("span", { class: "field-hint muted" }, hint),
  );
}

/** Creates a checkbox with its label. */
export function checkbox(id, label, checked = false) {
  const box = h("input", { type: "checkbox", id, checked });
  return { box, row: h("label", { class: "check field-check", for: id }, box, ` ${label}`) };
}
