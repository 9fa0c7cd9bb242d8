import { byId, h, reconcile } from "../../web/dom.js";
import { when } from "../../web/time.js";
import { api } from "./api.js";
import { followReplay, replayAll } from "./bulk-replay.js";
import { drop, dropInvocations, replay } from "./dead-letter-changes.js";
import { keepFocus } from "./elements.js";
import { plural } from "./format.js";

let messages = [];
let hidden = 0;
/** How many match; the list has the oldest ones. */
let total = 0;
let invocations = [];
let counted = null;
let failedInvocations = 0;
let loading = null;
let isLoading = false;
const selected = new Set();

/**
 * Reloads the visible list if the number of messages has changed. Reading hides the messages from other operators and
 * counts as a receive, so the list is not read with every refresh.
 */
export function deadLettersCounted({ value }, isShown) {
  if (!value) return;
  const now = `${value.dead_letters} ${value.failed_invocations}`;
  const isNew = now !== counted;
  counted = now;
  failedInvocations = value.failed_invocations;
  if (isNew && isShown) loadDeadLetters();
}

/** Reads the messages that match the filter; again if the filter or the number of invocations changes meanwhile. */
export function loadDeadLetters() {
  const wanted = request();
  loading ??= load().finally(() => {
    loading = null;
    if (request() !== wanted) loadDeadLetters();
  });
  followReplay(changed);
  return loading;
}

const request = () => JSON.stringify([filter(), failedInvocations]);

const units = { m: 60_000, h: 3_600_000, d: 86_400_000 };

/** Reads the filter: `owner/name`, an event such as `issue_comment`, an age such as `2h`, or a cause. */
function filter() {
  const found = {};
  for (const word of byId("dead-letter-filter").value.trim().split(/\s+/).filter(Boolean)) {
    const [, count, unit] = /^(\d{1,4})([mhd])$/.exec(word) ?? [];
    if (unit)
      found.since = new Date(Date.now() - count * units[unit]).toISOString().replace(/:\d\d\.\d+Z$/, ":00Z");
    else if (word.includes("/")) found.repo = word;
    else if (/^(issue_comment|pull_request|check_)/.test(word)) found.event = word;
    else found.cause = word;
  }
  return found;
}

async function load() {
  isLoading = true;
  draw();
  try {
    const none = { invocations: [] };
    const [found, failed] = await Promise.all([
      api.deadLetters(filter()),
      failedInvocations > 0 ? api.failedInvocations() : none,
    ]);
    ({ letters: messages, hidden, total } = found);
    invocations = failed.invocations;
    showProblem("");
  } catch (error) {
    showProblem(`${error.message} ${error.advice ?? ""}`);
  }
  isLoading = false;
  draw();
}

function showProblem(text) {
  byId("dead-letters-problem").hidden = text === "";
  byId("dead-letters-problem").textContent = text;
}

function draw() {
  const ids = new Set(messages.map(({ message_id }) => message_id));
  for (const id of selected) if (!ids.has(id)) selected.delete(id);
  const list = byId("dead-letter-list");
  keepFocus(list, () => reconcile(list, messages, ({ message_id }) => message_id, row));
  reconcile(byId("invocation-list"), invocations, ({ message_id }) => message_id, invocationRow);
  byId("invocations").hidden = invocations.length === 0;
  const empty = byId("dead-letters-empty");
  empty.hidden = messages.length > 0 && hidden === 0;
  empty.textContent = emptyWords();
  drawSelection();
}

function emptyWords() {
  if (isLoading && messages.length === 0) return "Reading the queue…";
  if (hidden > 0) return `Another operator is viewing ${hidden} more; they are back within two minutes.`;
  if (messages.length > 0) return "";
  if (Object.keys(filter()).length > 0) return "No dead-letter messages matched.";
  return "There are no dead-letter messages: every accepted webhook was dispatched.";
}

function drawSelection() {
  const count = selected.size;
  byId("selected").textContent = count > 0 ? `${count} of ${messages.length} selected` : selectAllWords();
  byId("select-all").checked = count > 0 && count === messages.length;
  byId("select-all").indeterminate = count > 0 && count < messages.length;
  byId("select-all").disabled = messages.length === 0;
  byId("replay").disabled = count === 0;
  byId("drop").disabled = count === 0;
  byId("replay-all").hidden = total === 0;
  byId("replay-all").textContent = `Replay all ${total}…`;
  for (const box of byId("dead-letter-list").querySelectorAll("input")) box.checked = selected.has(box.value);
}

const selectAllWords = () =>
  total > messages.length ? `Select the oldest ${messages.length} of ${total}` : "Select all";

function row(message) {
  const { message_id, cause, event, repo, pr_number, delivery_id, receive_count, sent_at } = message;
  const what = repo ? `${repo}#${pr_number}` : "unreadable";
  return h(
    "li",
    { class: "row row-checked", data: { testid: "dead-letter", messageId: message_id } },
    h("input", {
      ...{ type: "checkbox", value: message_id, class: "row-check", onchange: toggled },
      ...{ "aria-label": `Select the dead-letter message of ${what}`, data: { part: "check" } },
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
      h("span", { class: "row-more muted" }, tries === null ? "" : plural(tries, "attempt")),
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
  if (target.checked) for (const { message_id } of messages) selected.add(message_id);
  drawSelection();
});

const chosenMessages = () => messages.filter(({ message_id }) => selected.has(message_id));

async function changed() {
  selected.clear();
  await loadDeadLetters();
}

byId("replay").addEventListener("click", () => replay(chosenMessages(), changed));
byId("drop").addEventListener("click", () => drop(chosenMessages(), changed));
byId("replay-all").addEventListener("click", () => replayAll(filter(), changed));
byId("drop-invocations").addEventListener("click", () => dropInvocations(invocations, changed));

let typing;
byId("dead-letter-filter").addEventListener("input", () => {
  clearTimeout(typing);
  typing = setTimeout(loadDeadLetters, 400);
});
