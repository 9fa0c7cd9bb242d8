import { byId, h } from "../../web/dom.js";

const drawer = byId("drawer");
let shown = null;
let cameFrom = null;

/**
 * Shows one item beside the list. `load(withText)` requests it and `draw` creates its nodes. Every refresh requests it
 * again until `isSettled` (of the answer, null for an error), and draws it if it has changed. Escape closes the drawer.
 */
export async function openDrawer(key, details) {
  if (shown?.key === key) return;
  if (!drawer.open) cameFrom = document.activeElement;
  shown = { ...details, key, withText: false, snapshot: null, settled: false };
  drawer.replaceChildren(frame("Loading…", []));
  if (!drawer.open) drawer.showModal();
  await refreshDrawer();
}

export async function refreshDrawer(isAsked = false) {
  const now = shown;
  if (!now || (now.settled && !isAsked)) return;
  try {
    const answer = await now.load(now.withText);
    if (shown !== now) return;
    now.settled = now.isSettled(answer);
    if (JSON.stringify(answer) === now.snapshot) return;
    now.snapshot = JSON.stringify(answer);
    const { title, body } = now.draw(answer, showText);
    put(frame(title, body));
  } catch (error) {
    if (shown !== now || now.snapshot !== null) return;
    now.settled = now.isSettled(null);
    put(frame("Cannot be shown", [h("p", { class: "problem" }, `${error.message} ${error.advice ?? ""}`)]));
  }
}

/** Requests untrusted text and shows it until the drawer closes. */
function showText() {
  if (!shown) return;
  shown.withText = true;
  refreshDrawer(true);
}

/** Replaces the content; keeps the scroll position and the focused control. */
function put(nodes) {
  const { scrollTop } = drawer.querySelector(".drawer-body") ?? { scrollTop: 0 };
  const { part } = drawer.contains(document.activeElement) ? document.activeElement.dataset : {};
  drawer.replaceChildren(nodes);
  const body = drawer.querySelector(".drawer-body");
  body.scrollTop = scrollTop;
  (drawer.querySelector(`[data-part="${part ?? "body"}"]`) ?? body).focus({ preventScroll: true });
}

function frame(title, body) {
  return h(
    "article",
    { class: "drawer-frame" },
    h(
      "header",
      { class: "drawer-head" },
      h("h2", { id: "drawer-title" }, title),
      h(
        "button",
        {
          type: "button",
          class: "button button-small",
          data: { part: "close" },
          onclick: () => drawer.close(),
        },
        "Close ",
        h("kbd", {}, "Esc"),
      ),
    ),
    h("div", { class: "drawer-body", tabindex: "0", data: { part: "body" } }, ...body),
  );
}

export function closeDrawer() {
  if (drawer.open) drawer.close();
}

drawer.addEventListener("close", () => {
  shown = null;
  drawer.replaceChildren();
  const [view, item = ""] = location.hash.split("/").slice(1);
  // Replaces the URL instead of going back, because the page may have been opened with it.
  if (item !== "") history.replaceState(null, "", `#/${view}`);
  // The entry may be a new element.
  const entry = document.querySelector(`[data-key="${CSS.escape(item)}"] a.row-link`);
  (entry ?? cameFrom)?.focus({ preventScroll: true });
});
drawer.addEventListener("click", (event) => {
  if (event.target === drawer) drawer.close();
});
