import { h } from "../../web/dom.js";

/** Creates a list of names and values; the values are text or nodes. */
export function factList(facts) {
  return h(
    "dl",
    { class: "facts" },
    ...Object.entries(facts).flatMap(([name, value]) => [h("dt", {}, name), h("dd", {}, value)]),
  );
}

/**
 * Draws a list and keeps the focus on the same entry, whose element may be new; within an entry on the same control,
 * identified by its `data-part`.
 */
export function keepFocus(list, draw) {
  const focused = document.activeElement;
  const entry = list.contains(focused) ? focused.closest("[data-key]") : null;
  const { key } = entry?.dataset ?? {};
  const { part } = focused?.dataset ?? {};
  draw();
  if (key === undefined || list.contains(document.activeElement)) return;
  const again = [...list.children].find((child) => child.dataset.key === key);
  again?.querySelector(part ? `[data-part="${part}"]` : "a, button, input")?.focus({ preventScroll: true });
}
