import { h } from "/_sim/web/dom.js";
import { api } from "./api.js";
import { completionAt } from "./completion.js";

let known = null;
let count = 0;

/**
 * Completes commands in a text area as the user types: arrow keys choose, Enter or Tab inserts, Escape closes. Returns
 * the list, for a place below the text area.
 */
export function completeCommands(area) {
  count += 1;
  const id = `completions-${count}`;
  const list = h("ul", { class: "completions", id, role: "listbox", "aria-label": "Commands", hidden: true });
  const said = h("span", { class: "visually-hidden", role: "status" });
  let found = null;
  let chosen = 0;

  async function update() {
    known ??= api.commands().catch(() => null);
    const commands = await known;
    // Asked again when the user types on, if the server did not answer.
    if (!commands) known = null;
    const isHere = document.activeElement === area && area.selectionStart === area.selectionEnd;
    found = commands && isHere ? completionAt(area.value, area.selectionStart, commands) : null;
    chosen = 0;
    draw();
  }

  function draw() {
    list.hidden = found === null;
    area.setAttribute("aria-expanded", String(found !== null));
    said.textContent = found ? `${found.choices.length} to choose from, arrow keys choose` : "";
    list.replaceChildren(
      ...(found?.choices ?? []).map((choice, n) =>
        option(choice, { id: `${id}-${n}`, isChosen: n === chosen, pick: (event) => pick(event, n) }),
      ),
    );
    if (found) area.setAttribute("aria-activedescendant", `${id}-${chosen}`);
    else area.removeAttribute("aria-activedescendant");
    if (found && chosen === 0) list.scrollIntoView({ block: "nearest" });
    list.children[chosen]?.scrollIntoView({ block: "nearest" });
  }

  function pick(event, n) {
    // Keeps the focus in the text area.
    event.preventDefault();
    const { from, to, choices } = found;
    area.setRangeText(choices[n].insert, from, to, "end");
    area.dispatchEvent(new Event("input", { bubbles: true }));
  }

  function close() {
    found = null;
    draw();
  }

  const keys = {
    ArrowDown: () => move(1),
    ArrowUp: () => move(-1),
    Enter: (event) => pick(event, chosen),
    Tab: (event) => pick(event, chosen),
    Escape: close,
  };

  function move(by) {
    chosen = (chosen + by + found.choices.length) % found.choices.length;
    draw();
  }

  area.setAttribute("aria-autocomplete", "list");
  area.setAttribute("aria-controls", id);
  area.addEventListener("input", update);
  area.addEventListener("blur", close);
  area.addEventListener("keydown", (event) => {
    const act = keys[event.key];
    if (!found || !act || event.ctrlKey || event.metaKey || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    act(event);
  });
  return h("div", { class: "completions-place" }, list, said);
}

function option({ label, title, detail }, { id, isChosen, pick }) {
  return h(
    "li",
    {
      ...{ class: "completion", id, role: "option", "aria-selected": String(isChosen) },
      ...{ data: { testid: "completion" }, onpointerdown: pick },
    },
    h("code", { class: "completion-label" }, label),
    h(
      "span",
      { class: "completion-text" },
      h("span", {}, title),
      detail && h("span", { class: "muted" }, ` – ${detail}`),
    ),
  );
}
