import { byId, h, reconcile } from "../../web/dom.js";
import { api } from "./api.js";
import { deliveryRow } from "./delivery-row.js";
import { openDrawer } from "./drawer.js";
import { keepFocus } from "./elements.js";
import { commentExplained } from "./explanation.js";
import { readSearch } from "./job-search.js";

const choices = [
  { only: null, name: "all", empty: "GitHub has delivered nothing to the App's webhook within three days." },
  { only: "gaps", name: "not processed", empty: "Every event of the last three days was processed." },
  { only: "failing", name: "failing now", empty: "No delivery is failing." },
];
/** GitHub limits requests, so the list refreshes less often than the page. */
const refreshesBetween = 6;

let only = null;
/** Newest first, by GUID: pages of older attempts do not replace newer ones. */
let found = new Map();
let next = null;
let problem = null;
let isLoading = false;
let loadedAt = 0;
/** Number of older pages. */
let older = 0;

/** Reloads the first page if the view is shown and the last load is some refreshes ago. */
export function refreshDeliveries(isShown, refreshMs) {
  const isOld = Date.now() - loadedAt > refreshMs * refreshesBetween;
  if (isShown && isOld && !isLoading && problem === null) loadDeliveries();
}

export async function loadDeliveries() {
  await load({}, ({ deliveries, next: cursor }) => {
    const kept = older > 0 ? [...found.values()] : [];
    found = byGuid([...deliveries, ...kept]);
    if (older === 0) next = cursor;
  });
}

async function loadOlder() {
  await load({ cursor: next }, ({ deliveries, next: cursor }) => {
    found = byGuid([...found.values(), ...deliveries]);
    next = cursor;
    older += 1;
  });
}

async function load(place, use) {
  const wanted = only;
  isLoading = true;
  draw();
  try {
    const answer = await api.deliveries({ ...place, ...(wanted && { only: wanted }) });
    if (wanted !== only) return;
    use(answer);
    problem = null;
  } catch (error) {
    if (wanted === only) problem = error;
  } finally {
    if (wanted === only) {
      isLoading = false;
      loadedAt = Date.now();
    }
    draw();
  }
}

/** Keeps the first of several entries with one GUID. */
function byGuid(deliveries) {
  const known = new Map();
  for (const one of deliveries) if (!known.has(one.guid)) known.set(one.guid, one);
  return known;
}

function choose(choice) {
  only = choice;
  found = new Map();
  next = null;
  older = 0;
  loadDeliveries();
}

const search = () => readSearch(byId("delivery-filter").value);

function draw() {
  const shown = [...found.values()].filter(fits).toSorted((a, b) => b.at.localeCompare(a.at));
  const list = byId("delivery-list");
  keepFocus(list, () => reconcile(list, shown, ({ guid }) => guid, deliveryRow));
  const chips = byId("delivery-chips");
  const entries = choices.map((choice) => ({ ...choice, pressed: choice.only === only }));
  keepFocus(chips, () => reconcile(chips, entries, ({ name }) => name, chip));
  byId("deliveries-problem").hidden = problem === null;
  byId("deliveries-problem").textContent = problem ? `${problem.message} ${problem.advice ?? ""}` : "";
  drawLookup(shown.length);
  byId("deliveries-empty").hidden = shown.length > 0 || problem !== null;
  byId("deliveries-empty").textContent = emptyWords();
  byId("deliveries-more").hidden = next === null;
  byId("deliveries-older").disabled = isLoading;
  byId("deliveries-older").textContent = isLoading ? "Reading…" : "Show older deliveries";
}

function emptyWords() {
  if (isLoading && found.size === 0) return "Reading GitHub's list…";
  if (found.size > 0) return "None of the listed deliveries matched.";
  return choices.find((choice) => choice.only === only).empty;
}

/** Offers what the list cannot show: another delivery by its GUID, and what a comment triggers. */
function drawLookup(count) {
  const { delivery, comment } = search().asked;
  const place = byId("delivery-lookup");
  const text = `${delivery ?? ""} ${comment ?? ""} ${count}`;
  if (place.snapshot === text) return;
  place.snapshot = text;
  place.replaceChildren(
    ...[
      delivery &&
        count === 0 &&
        h("a", { class: "button", href: `#/deliveries/${delivery}` }, "Look up this delivery"),
      comment &&
        h(
          "button",
          {
            type: "button",
            class: "button",
            data: { testid: "explain-comment" },
            onclick: () => explain(comment),
          },
          "Explain this comment",
        ),
    ].filter(Boolean),
  );
}

const explain = (comment) => openDrawer(`explain/${comment}`, commentExplained(comment));

function fits({ guid, event, repo, pr_number, sender, status, outcome, problem: note }) {
  const { asked, words } = search();
  const all = `${guid} ${event} ${repo ?? ""}#${pr_number ?? ""} @${sender ?? ""} ${status} ${outcome} ${note}`;
  const wanted = [
    ...words,
    ...(asked.delivery ? [asked.delivery] : []),
    ...(asked.sender ? [`@${asked.sender} `] : []),
    ...(asked.repo ? [`${asked.repo}#${asked.pr ? `${asked.pr} ` : ""}`] : []),
  ];
  return wanted.every((word) => all.toLowerCase().includes(word.toLowerCase()));
}

function chip({ only: choice, name, pressed }) {
  return h(
    "span",
    { class: "chip-place" },
    h(
      "button",
      {
        type: "button",
        class: "chip chip-plain",
        "aria-pressed": String(pressed),
        onclick: () => choose(choice),
      },
      name,
    ),
  );
}

byId("delivery-filter").addEventListener("input", draw);
byId("deliveries-older").addEventListener("click", loadOlder);
