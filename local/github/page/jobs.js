import { byId, h, reconcile } from "/_sim/web/dom.js";
import { clock } from "/_sim/web/time.js";

const moods = {
  WORKER_SUCCEEDED: "good",
  NOTIFIED: "good",
  WORKER_FAILED: "bad",
  REFUSED: "warn",
  CANCELLED: "muted",
  SUPERSEDED: "muted",
  IGNORED: "muted",
};

/** The jobs of this pull request, newest first, each with every transition it made. */
export function drawJobs({ jobs, problem }) {
  const complaint = byId("jobs-problem");
  complaint.hidden = !problem;
  complaint.textContent = problem ? `The jobs cannot be read: ${problem}` : "";
  const list = byId("job-list");
  reconcile(list, [...jobs].reverse(), ({ job_id }) => job_id, job);
  list.classList.toggle("is-empty", jobs.length === 0);
  list.dataset.empty = "No jobs yet. Write /help on the pull request.";
}

function mood({ state, events }) {
  const failed = events.some((event) => event.state === "WORKER_FAILED");
  if (state === "NOTIFIED" && failed) return "bad";
  return moods[state] ?? "busy";
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
        h("span", { class: `pill pill-${mood(item)}` }, words(state)),
        h("span", { class: "job-command" }, `/${command.replace(/^\//, "")}`),
        h("span", { class: "job-employee muted" }, employee, attempt > 1 && ` · attempt ${attempt}`),
        last && h("span", { class: "job-took muted" }, took(events)),
      ),
      h("ol", { class: "job-events" }, ...events.map((event) => jobEvent(event))),
      h("p", { class: "job-id muted" }, h("code", {}, job_id)),
    ),
  );
}

function jobEvent({ n, state, at, reason }) {
  return h(
    "li",
    { class: `job-event job-event-${moods[state] ?? "busy"}`, data: { testid: "job-event", state, n } },
    h("span", { class: "job-event-state" }, words(state)),
    h("time", { datetime: at, class: "muted" }, clock(at)),
    reason && h("span", { class: "job-event-reason muted" }, reason),
  );
}

/** Only jobs in shadow end in IGNORED. */
const words = (state) => (state === "IGNORED" ? "shadow" : state.replaceAll("_", " ").toLowerCase());

function took(events) {
  const ms = Date.parse(events.at(-1).at) - Date.parse(events[0].at);
  return ms < 1000 ? `${ms} ms` : `${(ms / 1000).toFixed(1)} s`;
}
