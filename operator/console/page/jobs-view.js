import { byId, h, reconcile } from "../../web/dom.js";
import { when } from "../../web/time.js";
import { api } from "./api.js";
import { keepFocus } from "./elements.js";
import { statePill, wordsOf } from "./states.js";

let live = null;
/** Jobs that the filter or a state requested in addition; null without a request. */
let found = null;
let chosen = null;

/** Draws the jobs by state: open ones, then the last ended ones. */
export function drawJobs({ value, problem }) {
  showProblem(problem);
  if (value) live = value;
  draw();
}

/** Requests jobs that the live list does not contain: older ones of a pull request, a repository or a state. */
export async function findMore() {
  const wanted = request();
  if (wanted === null) found = null;
  else {
    try {
      const { jobs } = await api.jobs(wanted);
      if (JSON.stringify(request()) === JSON.stringify(wanted)) found = jobs;
    } catch (error) {
      showProblem(error);
    }
  }
  draw();
}

function showProblem(problem) {
  byId("jobs-problem").hidden = !problem;
  byId("jobs-problem").textContent = problem ? `${problem.message} ${problem.advice ?? ""}` : "";
}

/** Returns the query for more jobs; null if the live list is enough. */
function request() {
  const [, repo, pr] = /^([\w.-]+\/[\w.-]+)(?:#(\d+))?$/.exec(text()) ?? [];
  if (!repo && !chosen) return null;
  return { limit: "100", ...(repo && { repo }), ...(pr && { pr }), ...(chosen && { state: chosen }) };
}

const text = () => byId("filter").value.trim();

function draw() {
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
  byId("jobs-empty").hidden = entries.length > 0;
  byId("jobs-empty").textContent = text() || chosen ? "No jobs matched." : "There are no jobs yet.";
}

function jobsShown() {
  const known = new Map([...(found ?? []), ...live.jobs].map((job) => [job.job_id, job]));
  const words = text().toLowerCase().split(/\s+/).filter(Boolean);
  return [...known.values()]
    .filter(({ state }) => !chosen || state === chosen)
    .filter((job) => words.every((word) => searchable(job).includes(word)))
    .toSorted((a, b) => b.updated_at.localeCompare(a.updated_at));
}

function searchable({ job_id, repo, pr_number, employee, command, sender, state, outcome, mode }) {
  const words = `${job_id} ${repo}#${pr_number} ${employee} /${command} ${sender} ${state} ${outcome} ${mode}`;
  return words.toLowerCase();
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
      ),
      too_long && h("span", { class: "pill pill-warn" }, "overdue"),
      h("span", { class: "row-time muted" }, when(updated_at)),
    ),
  );
}

let typing;
byId("filter").addEventListener("input", () => {
  draw();
  clearTimeout(typing);
  typing = setTimeout(findMore, 300);
});
