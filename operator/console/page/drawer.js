import { byId, h } from "../../web/dom.js";

const drawer = byId("drawer");
let shown = null;
let cameFrom = null;

/**
 * Shows one thing beside the list. `load(withText)` asks for it and `draw` makes its nodes of it; it is asked for again
 * with every refresh until its answer (null: none) `isSettled`, and drawn when it has changed. Escape and the list's address close it.
 */
export async function openDrawer(key, story) {
  if (shown?.key === key) return;
  if (!drawer.open) cameFrom = document.activeElement;
  shown = { ...story, key, withText: false, snapshot: null, settled: false };
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
    put(
      frame("It cannot be shown", [h("p", { class: "problem" }, `${error.message} ${error.advice ?? ""}`)]),
    );
  }
}

/** What a stranger wrote is asked for, and shown until the drawer closes. */
function showText() {
  if (!shown) return;
  shown.withText = true;
  refreshDrawer(true);
}

/** The place where one reads, and the control that has the focus, stay. */
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
  // Not back: the page may have been opened here.
  if (item !== "") history.replaceState(null, "", `#/${view}`);
  // The entry may have been drawn anew since.
  const entry = document.querySelector(`[data-key="${CSS.escape(item)}"] a.row-link`);
  (entry ?? cameFrom)?.focus({ preventScroll: true });
});
drawer.addEventListener("click", (event) => {
  if (event.target === drawer) drawer.close();
});
