/**
 * Draws, and gives the focus back to the entry that had it: one that has changed is another element afterwards. Within
 * an entry it is the same control, by its `data-part`.
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
