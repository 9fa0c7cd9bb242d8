import { byId, h } from "../../web/dom.js";
import { currentView, showView, viewOfKey } from "./views.js";

const help = byId("help");

const described = [
  ["j, k", "next entry, previous entry"],
  ["Enter", "opens the entry"],
  ["Esc", "closes a dialog, leaves the filter"],
  ["x", "selects a dead-letter message"],
  ["/", "filters the list, or the jobs"],
  ["r", "refreshes"],
  ["g then j, l, w, d", "jobs, lanes, deliveries (webhooks), dead letters"],
  ["g then a, c, h", "activity, cost, health"],
  ["?", "shows the keys"],
];

/** Handles keys, except while the user types or holds a modifier key. */
export function listenToKeys({ refresh }) {
  const keys = {
    j: () => move(1),
    k: () => move(-1),
    x: select,
    "/": filter,
    r: refresh,
    "?": showHelp,
  };
  let goes = Number.NEGATIVE_INFINITY;

  document.addEventListener("keydown", (event) => {
    const { key, target } = event;
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (key === "Escape" && target.matches("input[type=search]")) return leaveFilter(target);
    if (isTyping(target) || document.querySelector("dialog[open]")) return;
    const isSecond = event.timeStamp - goes < 1_500;
    goes = key === "g" ? event.timeStamp : Number.NEGATIVE_INFINITY;
    const view = isSecond ? viewOfKey(key) : undefined;
    const act = view ? () => goTo(view.id) : keys[key];
    if (!act) return;
    event.preventDefault();
    act();
  });
  byId("help-button").addEventListener("click", showHelp);
}

function isTyping(target) {
  if (target.closest("textarea, select, [contenteditable]")) return true;
  return target.matches("input:not([type=checkbox])");
}

/** The entry that last had the focus; used while nothing has it, such as after a dialog closes. */
let last = null;
document.addEventListener("focusin", ({ target }) => {
  last = target.closest("[data-key]")?.dataset.key ?? last;
});

function currentEntry() {
  const { activeElement } = document;
  if (activeElement !== document.body) return activeElement.closest("[data-key]");
  return byId(currentView().id).querySelector(`[data-key="${CSS.escape(last ?? "")}"]`);
}

const entries = () => [...byId(currentView().id).querySelectorAll("a.row-link")];

function move(by) {
  const links = entries();
  const at = links.indexOf(currentEntry()?.querySelector("a.row-link"));
  const next = at === -1 ? (by > 0 ? 0 : links.length - 1) : Math.min(links.length - 1, Math.max(0, at + by));
  links[next]?.focus();
  links[next]?.scrollIntoView({ block: "nearest" });
}

function select() {
  currentEntry()?.querySelector("input[type=checkbox]")?.click();
}

function filter() {
  if (!currentView().filter) goTo("jobs");
  const field = byId(currentView().filter);
  field.focus();
  field.select();
}

/** The first Escape empties the filter, as in every search field; the second leaves it. */
function leaveFilter(field) {
  if (field.value === "") field.blur();
}

function goTo(view) {
  location.hash = `/${view}`;
  // Immediately, not on the hashchange event: the next focused element has to be visible.
  showView();
}

function showHelp() {
  help.replaceChildren(
    h("h2", { id: "help-title" }, "Keys"),
    h(
      "dl",
      { class: "facts" },
      ...described.flatMap(([keys, what]) => [h("dt", {}, h("kbd", {}, keys)), h("dd", {}, what)]),
    ),
    h(
      "div",
      { class: "form-row form-row-end" },
      h("button", { class: "button", onclick: () => help.close() }, "Close"),
    ),
  );
  help.showModal();
}
