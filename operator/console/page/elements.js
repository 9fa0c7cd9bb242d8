import { h } from "../../web/dom.js";

/** Creates a list of names and values; the values are text or nodes. */
export function factList(facts) {
  return h(
    "dl",
    { class: "facts" },
    ...Object.entries(facts).flatMap(([name, value]) => [h("dt", {}, name), h("dd", {}, value)]),
  );
}

/** Returns the nodes of a sentence: names in backticks become code, and `**words**` are strong. Nothing else is markup. */
export function inlineText(text) {
  return text.split(/(`[^`]+`|\*\*[^*]+\*\*)/).map((part) => {
    if (/^`[^`]+`$/.test(part)) return h("code", {}, part.slice(1, -1));
    return /^\*\*[^*]+\*\*$/.test(part) ? h("strong", {}, part.slice(2, -2)) : part;
  });
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
