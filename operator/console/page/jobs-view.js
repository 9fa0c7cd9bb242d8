import { byId, h, reconcile } from "../../web/dom.js";
import { when } from "../../web/time.js";
import { keepFocus } from "./elements.js";
import { plural, utc } from "./format.js";
import { choose, foundJobs, readFirst, readOlder } from "./job-pages.js";
import { fits, hasWords, readSearch } from "./job-search.js";
import { retryAll } from "./retry-all.js";
import { statePill, wordsOf } from "./states.js";

let live = null;
let chosen = null;
let isReading = false;
/** Why the overview, and the last search, could not be read. */
const problems = { overview: null, search: null };

/** Draws the jobs by state: open ones, then the last ended ones. */
export function drawJobs({ value, problem }) {
  problems.overview = problem;
  if (value) live = value;
  draw();
}

/** Requests jobs that the live list does not contain: those of a search, or older ones of a state. */
export async function findMore() {
  const wanted = request();
  choose(wanted);
  if (Object.keys(wanted).length > 0) await attempt(() => readFirst(wanted));
  else problems.search = null;
  draw();
}

async function findOlder() {
  isReading = true;
  draw();
  const listed = jobsShown().map(({ job_id }) => job_id);
  await attempt(() => readOlder(request(), listed));
  isReading = false;
  draw();
}

async function attempt(read) {
  try {
    await read();
    problems.search = null;
  } catch (error) {
    problems.search = error;
  }
}

function drawProblem() {
  const problem = problems.search ?? problems.overview;
  byId("jobs-problem").hidden = !problem;
  byId("jobs-problem").textContent = problem ? `${problem.message} ${problem.advice ?? ""}` : "";
}

const search = () => readSearch(byId("filter").value);

/** Returns the query for the server; without entries the live list is enough. */
const request = () => ({ ...search().asked, ...(chosen && { state: chosen }) });

const isFiltered = () => Object.keys(request()).length > 0 || search().words.length > 0;

function draw() {
  drawProblem();
  if (!live) return;
  drawChips(live.counts);
  const shown = jobsShown();
  const states = live.counts.map(({ state }) => state);
  const entries = states.flatMap((state) => {
    const here = shown.filter((job) => job.state === state);
    if (here.length === 0) return [];
    return [{ heading: state, count: here.length }, ...here];
  });
  const list = byId("job-list");
  keepFocus(list, () =>
    reconcile(
      list,
      entries,
      ({ heading, job_id }) => heading ?? job_id,
      (entry) => (entry.heading ? heading(entry) : row(entry)),
    ),
  );
  drawFoot(entries.length);
  drawRetryAll(shown);
}

/** Offers to retry what a search or a state has found: one click should not retry jobs that the user did not look for. */
function drawRetryAll(shown) {
  const button = byId("retry-all");
  const ids = shown.filter(({ can_retry }) => can_retry).map(({ job_id }) => job_id);
  button.hidden = !isFiltered() || ids.length === 0;
  button.textContent = `Retry ${plural(ids.length, "listed job")}…`;
}

/** Below the list: why it is empty, and a way to older jobs. */
function drawFoot(count) {
  const { next, readUntil } = foundJobs();
  const isAsked = Object.keys(request()).length > 0;
  const hasMore = next === undefined ? !isAsked && live.has_more : next !== null;
  byId("jobs-empty").hidden = count > 0;
  byId("jobs-empty").textContent = isFiltered() ? "No jobs matched." : "There are no jobs yet.";
  byId("jobs-more").hidden = !hasMore;
  byId("jobs-older").disabled = isReading;
  byId("jobs-older").textContent = isReading ? "Reading…" : "Show older jobs";
  byId("jobs-until").textContent = readUntil ? `searched back to ${utc(readUntil)}` : "";
}

function jobsShown() {
  const wanted = search();
  const { jobs } = foundJobs();
  const listed = live.jobs.filter((job) => fits(wanted, job));
  const known = new Map([...jobs, ...listed].map((job) => [job.job_id, job]));
  return [...known.values()]
    .filter(({ state }) => !chosen || state === chosen)
    .filter((job) => hasWords(wanted.words, job))
    .toSorted((a, b) => b.updated_at.localeCompare(a.updated_at));
}

function drawChips(counts) {
  const present = counts.filter(({ count, state }) => count > 0 || state === chosen);
  const chips = byId("chips");
  const entries = present.map((one) => ({ ...one, pressed: one.state === chosen }));
  keepFocus(chips, () => reconcile(chips, entries, ({ state }) => state, chip));
}

/** Only jobs in shadow end in IGNORED. */
const titleOf = (state) => (state === "IGNORED" ? "shadow" : wordsOf(state));

function chip({ state, count, open, pressed }) {
  const toggle = () => {
    chosen = pressed ? null : state;
    choose(request());
    draw();
    findMore();
  };
  const title = open ? "now" : "within the last day";
  return h(
    "span",
    { class: "chip-place" },
    h(
      "button",
      { type: "button", class: "chip", "aria-pressed": String(pressed), title, onclick: toggle },
      titleOf(state),
      h("span", { class: "counter" }, String(count)),
    ),
  );
}

function heading({ heading: state, count }) {
  return h(
    "li",
    { class: "group" },
    h("h2", {}, titleOf(state)),
    h("span", { class: "counter" }, String(count)),
  );
}

function row(job) {
  const { job_id, repo, pr_number, employee, command, sender, attempt, mode, state, updated_at, too_long } =
    job;
  return h(
    "li",
    { class: "row", data: { testid: "job", state, jobId: job_id } },
    h(
      "a",
      { class: "row-link", href: `#/jobs/${job_id}` },
      statePill(job),
      h("span", { class: "row-title" }, h("code", {}, `/${command}`), ` ${repo}#${pr_number}`),
      h(
        "span",
        { class: "row-more muted" },
        `${employee}, requested by ${sender}`,
        attempt > 1 && ` · attempt ${attempt}`,
        mode === "shadow" && " · recorded, nothing posted",
        mode === "shadow-run" && " · answer kept, nothing posted",
      ),
      too_long && h("span", { class: "pill pill-warn" }, "overdue"),
      h("span", { class: "row-time muted" }, when(updated_at)),
    ),
  );
}

byId("retry-all").addEventListener("click", () => retryAll(jobsShown(), findMore));
byId("jobs-older").addEventListener("click", findOlder);

let typing;
byId("filter").addEventListener("input", () => {
  choose(request());
  draw();
  clearTimeout(typing);
  typing = setTimeout(findMore, 300);
});
