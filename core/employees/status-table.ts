import { employeeProvider } from "../circuit/outage.ts";
import { minuteOf } from "../clock.ts";
import { isVisible } from "../jobs/job-mode.ts";
import { isTerminal, type JobState, statesBeforeResult } from "../jobs/job-state.ts";
import type { PullRequestJob } from "../jobs/pull-request-jobs.ts";
import { commentFragment } from "../jobs/status-comment.ts";
import type { PullRequestContext } from "./pull-request-context.ts";

/** Returns the answer to `/status` in Markdown: the commands on this pull request and the state of their jobs. */
export function statusTable({ jobs = [], frozen_at }: PullRequestContext): string {
  if (jobs.length === 0) return "No other command has been given on this pull request yet.";
  const open = jobs.filter(({ state, mode = "active" }) => isVisible({ mode }) && !isTerminal(state)).length;
  return [
    `### ${counted(jobs.length)}, ${open === 0 ? "none" : open} in progress`,
    "",
    "| Command | Employee | State | Attempt | Asked by | Last change | Answer |",
    "|:--|:--|:--|--:|:--|:--|:--|",
    ...jobs.map((job) => row(job, frozen_at)),
    "",
    `<details><summary>Job IDs</summary>\n\n${jobs.map(({ job_id }) => `- \`${job_id}\``).join("\n")}\n\n</details>`,
  ].join("\n");
}

const counted = (count: number): string => `${count === 1 ? "1 job" : `The last ${count} jobs`}`;

function row(job: PullRequestJob, now: string): string {
  const cells = [
    `\`/${job.command}\``,
    job.employee,
    stateOf(job),
    job.attempt,
    job.sender,
    ago(Date.parse(now) - Date.parse(job.updated_at)),
    job.comment_id === null ? "" : `[comment](#${commentFragment(job, job.comment_id)})`,
  ];
  return `| ${cells.join(" | ")} |`;
}

const words: Record<JobState, string> = {
  RECEIVED: "queued",
  VALIDATED: "queued",
  DISPATCHED: "starting",
  WORKER_RUNNING: "running",
  WORKER_SUCCEEDED: "posting answer",
  WORKER_FAILED: "failed",
  NOTIFIED: "answered",
  IGNORED: "ignored",
  REFUSED: "refused",
  CANCELLED: "cancelled",
  SUPERSEDED: "replaced by a later one",
};

function stateOf({ state, outcome, mode, waiting, queued }: PullRequestJob): string {
  if (mode === "shadow-run") return "in shadow: runs, nothing posted";
  if (mode === "shadow") return "in shadow: recorded, nothing posted";
  if (queued && state === "DISPATCHED") return `queued: place ${queued.place} of ${queued.of}`;
  if (waiting && statesBeforeResult.includes(state)) {
    const { provider, since, until } = waiting;
    const who = provider === employeeProvider ? "its employee" : `\`${provider}\``;
    return `waiting for ${who} since ${minuteOf(since)}, until about ${minuteOf(until)} at the latest`;
  }
  if (state === "NOTIFIED" && outcome !== "answered") return outcome ?? "failed";
  return words[state];
}

function ago(milliseconds: number): string {
  const minutes = Math.floor(milliseconds / 60_000);
  if (minutes < 1) return "just now";
  if (minutes < 120) return `${minutes} min ago`;
  return minutes < 2 * 1440 ? `${Math.floor(minutes / 60)} h ago` : `${Math.floor(minutes / 1440)} d ago`;
}
