import { byId, h, reconcile } from "/_sim/web/dom.js";
import { clock } from "/_sim/web/time.js";

const tones = {
  WORKER_SUCCEEDED: "good",
  NOTIFIED: "good",
  WORKER_FAILED: "bad",
  REFUSED: "warn",
  CANCELLED: "muted",
  SUPERSEDED: "muted",
  IGNORED: "muted",
};

/** The last update of the jobs. */
let shown = null;
let consoleUrl = null;

/** Links the jobs to the operators' console, once its URL is known. */
export function linkJobs(url) {
  if (url === consoleUrl) return;
  consoleUrl = url;
  if (shown) drawJobs(shown);
}

/** Draws the jobs of this pull request, newest first, each with its state changes. */
export function drawJobs(update) {
  const { jobs, problem } = update;
  shown = update;
  const warning = byId("jobs-problem");
  warning.hidden = !problem;
  warning.textContent = problem ? `Cannot read the jobs: ${problem}` : "";
  const list = byId("job-list");
  const items = jobs.toReversed().map((one) => ({ ...one, consoleUrl }));
  reconcile(list, items, ({ job_id }) => job_id, job);
  list.classList.toggle("is-empty", jobs.length === 0);
  list.dataset.empty = "No jobs yet. Write /help on the pull request.";
}

function tone({ state, events }) {
  const failed = events.some((event) => event.state === "WORKER_FAILED");
  if (state === "NOTIFIED" && failed) return "bad";
  return tones[state] ?? "busy";
}

function job(item, previous) {
  const { job_id, employee, command, state, attempt, events } = item;
  const open = previous ? previous.querySelector("details").open : true;
  const last = events.at(-1);
  return h(
    "li",
    { class: "job", data: { testid: "job", state, jobId: job_id } },
    h(
      "details",
      { open },
      h(
        "summary",
        { class: "job-head" },
        h("span", { class: `pill pill-${tone(item)}` }, words(state)),
        h("span", { class: "job-command" }, `/${command.replace(/^\//, "")}`),
        h("span", { class: "job-employee muted" }, employee, attempt > 1 && ` · attempt ${attempt}`),
        last && h("span", { class: "job-took muted" }, duration(events)),
      ),
      h("ol", { class: "job-events" }, ...events.map((event) => jobEvent(event))),
      h("p", { class: "job-links" }, ...links(item)),
      h("p", { class: "job-id muted" }, h("code", {}, job_id)),
    ),
  );
}

/** Anchors of the comment or review with the command, as in GitHub's links. */
const anchors = {
  issue_comment: "issuecomment-",
  pull_request_review_comment: "discussion_r",
  pull_request_review: "pullrequestreview-",
};

function links({ job_id, source, answer, consoleUrl }) {
  const anchor = anchors[source.kind];
  const link = (part, href, text, properties = {}) =>
    h("a", { href, data: { testid: `job-${part}` }, ...properties }, text);
  return [
    anchor && link("command", `#${anchor}${source.id}`, "Command"),
    answer && link("answer", `#${answer}`, "Answer"),
    // `#/jobs/<id>` opens the job in the console.
    consoleUrl &&
      link("console", `${consoleUrl}#/jobs/${job_id}`, "Console", { target: "_blank", rel: "noreferrer" }),
  ].filter(Boolean);
}

function jobEvent({ n, state, at, reason }) {
  return h(
    "li",
    { class: `job-event job-event-${tones[state] ?? "busy"}`, data: { testid: "job-event", state, n } },
    h("span", { class: "job-event-state" }, words(state)),
    h("time", { datetime: at, class: "muted" }, clock(at)),
    reason && h("span", { class: "job-event-reason muted" }, reason),
  );
}

/** Only jobs in shadow mode end as IGNORED. */
const words = (state) => (state === "IGNORED" ? "shadow" : state.replaceAll("_", " ").toLowerCase());

function duration(events) {
  const ms = Date.parse(events.at(-1).at) - Date.parse(events[0].at);
  return ms < 1000 ? `${ms} ms` : `${(ms / 1000).toFixed(1)} s`;
}
