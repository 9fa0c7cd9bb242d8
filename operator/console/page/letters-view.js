import { byId, h, reconcile } from "../../web/dom.js";
import { when } from "../../web/time.js";
import { api } from "./api.js";
import { askReason } from "./ask-reason.js";
import { sayDone } from "./done.js";
import { keepFocus } from "./keep-focus.js";
import { plural } from "./tiles.js";

let letters = [];
let hidden = 0;
let invocations = [];
let counted = null;
let failedInvocations = 0;
let loading = null;
let isLooking = false;
const selected = new Set();

/**
 * Who looks takes the messages out of everybody else's sight for that time, and each look counts: the list is read when
 * somebody wants to see it and when their number has changed, not every few seconds.
 */
export function lettersCounted({ value }, isShown) {
  if (!value) return;
  const now = `${value.dead_letters} ${value.failed_invocations}`;
  const isNew = now !== counted;
  counted = now;
  failedInvocations = value.failed_invocations;
  if (isNew && isShown) loadLetters();
}

export function loadLetters() {
  loading ??= load().finally(() => {
    loading = null;
  });
  return loading;
}

async function load() {
  isLooking = true;
  draw();
  try {
    const none = { invocations: [] };
    const [found, failed] = await Promise.all([
      api.deadLetters(),
      failedInvocations > 0 ? api.failedInvocations() : none,
    ]);
    ({ letters, hidden } = found);
    invocations = failed.invocations;
    complain("");
  } catch (error) {
    complain(`${error.message} ${error.advice ?? ""}`);
  }
  isLooking = false;
  draw();
}

function complain(text) {
  byId("letters-problem").hidden = text === "";
  byId("letters-problem").textContent = text;
}

function draw() {
  const ids = new Set(letters.map(({ message_id }) => message_id));
  for (const id of selected) if (!ids.has(id)) selected.delete(id);
  const list = byId("letter-list");
  keepFocus(list, () => reconcile(list, letters, ({ message_id }) => message_id, row));
  const lost = byId("invocation-list");
  reconcile(lost, invocations, ({ message_id }) => message_id, invocationRow);
  byId("invocations").hidden = invocations.length === 0;
  const empty = byId("letters-empty");
  empty.hidden = letters.length > 0 && hidden === 0;
  empty.textContent = emptyWords();
  drawSelection();
}

function emptyWords() {
  if (isLooking && letters.length === 0) return "Looking through the queue…";
  if (hidden > 0) return `Somebody else is looking at ${hidden} more: they are back within two minutes.`;
  return letters.length === 0
    ? "There are no dead letters: everything that was accepted could be dispatched."
    : "";
}

function drawSelection() {
  const count = selected.size;
  byId("selected").textContent = count > 0 ? `${count} of ${letters.length} selected` : "Select all";
  byId("select-all").checked = count > 0 && count === letters.length;
  byId("select-all").indeterminate = count > 0 && count < letters.length;
  byId("select-all").disabled = letters.length === 0;
  byId("replay").disabled = count === 0;
  for (const box of byId("letter-list").querySelectorAll("input")) box.checked = selected.has(box.value);
}

function row(letter) {
  const { message_id, cause, event, repo, pr_number, delivery_id, receive_count, sent_at } = letter;
  const what = repo ? `${repo}#${pr_number}` : "cannot be read";
  return h(
    "li",
    { class: "row row-checked", data: { testid: "letter", messageId: message_id } },
    h("input", {
      ...{ type: "checkbox", value: message_id, class: "row-check", onchange: toggled },
      ...{ "aria-label": `Select the dead letter of ${what}`, data: { part: "check" } },
    }),
    h(
      "a",
      { class: "row-link", href: `#/dead-letters/${message_id}`, data: { part: "link" } },
      h("span", { class: "pill pill-bad" }, cause),
      h("span", { class: "row-title" }, what),
      h(
        "span",
        { class: "row-more muted" },
        `${event ?? "no event"} · received ${plural(receive_count, "time")}`,
      ),
      h("code", { class: "row-id muted" }, delivery_id ?? message_id),
      h("span", { class: "row-time muted" }, sent_at && when(sent_at)),
    ),
  );
}

function invocationRow({ function: name, cause, tries, sent_at }) {
  return h(
    "li",
    { class: "row" },
    h(
      "div",
      { class: "row-link" },
      h("span", { class: "pill pill-bad" }, cause ?? "unknown"),
      h("span", { class: "row-title" }, name ?? "a function"),
      h(
        "span",
        { class: "row-more muted" },
        tries === null ? "" : plural(tries, "try").replace("trys", "tries"),
      ),
      h("span", { class: "row-time muted" }, sent_at && when(sent_at)),
    ),
  );
}

function toggled({ target }) {
  if (target.checked) selected.add(target.value);
  else selected.delete(target.value);
  drawSelection();
}

byId("select-all").addEventListener("change", ({ target }) => {
  selected.clear();
  if (target.checked) for (const { message_id } of letters) selected.add(message_id);
  drawSelection();
});

byId("replay").addEventListener("click", () => replay([...selected]));

/** Asks why, and sends these dead letters again; then calls `sent`. */
export function replay(ids, sent = () => {}) {
  askReason({
    title: `Replay ${plural(ids.length, "dead letter")}`,
    text: `They are sent to the event queue again, as they are, five a second, and pass the same gates as the first time: what was done already is not done twice.${unreadableWords(ids)}`,
    act: "Replay",
    async run(reason) {
      const { chosen, replayed } = await api.replay(ids, reason);
      const rest =
        replayed < chosen ? ` of ${chosen}; the others were not there: look again in two minutes` : "";
      sayDone(`Sent ${plural(replayed, "dead letter")}${rest}.`);
      selected.clear();
      sent();
      await loadLetters();
    },
  });
}

function unreadableWords(ids) {
  const count = letters.filter(
    ({ message_id, cause }) => ids.includes(message_id) && cause === "malformed_message",
  ).length;
  if (count === 0) return "";
  return ` ${count} cannot be read and will come back, unless the code has changed since.`;
}
