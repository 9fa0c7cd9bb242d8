import { canCancel } from "../../../core/jobs/cancel-job.ts";
import type { Job } from "../../../core/jobs/job.ts";
import { isStale } from "../../../core/jobs/job-limits.ts";
import { type JobState, jobStates } from "../../../core/jobs/job-state.ts";
import { canRetry } from "../../../core/jobs/retry-job.ts";
import type { Failure } from "../../stack/describe-failure.ts";
import type { Stack } from "../../stack/find-stack.ts";
import { readPositive } from "../../stack/input.ts";
import { type ChangedJob, cancelOne, retryOne, unknownJob } from "../../stack/jobs/change-job.ts";
import { findJobPage, type JobReader } from "../../stack/jobs/find-jobs.ts";
import { readJobDetails } from "../../stack/jobs/job-details.ts";
import { jobSummary } from "../../stack/jobs/job-summary.ts";
import { timeline } from "../../stack/jobs/timeline.ts";
import { Refusal } from "../server/refusal.ts";
import type { ConsoleContext } from "./context.ts";
import { readJobCursor, writeJobCursor } from "./job-cursor.ts";
import { readJobQuery, toFilter } from "./job-query.ts";
import type { ApiRequest, ApiRoute } from "./route.ts";

const maxJobs = 200;
/** Takes as long as a user waits for a page. */
const maxRetries = 100;
/** A filter without an index of its own, such as a user, reads this many jobs for a page. */
const maxJobsRead = 500;

/** Lists jobs, shows one with its history, and retries or cancels it. */
export function jobRoutes(context: ConsoleContext, reading: (stack: Stack) => JobReader): ApiRoute[] {
  const change =
    (act: typeof retryOne) =>
    async ({ params: [id = ""], body }: ApiRequest) => {
      const stack = await context.stack();
      return result(await act(id, await context.changedBy(stack, body), stack));
    };

  return [
    {
      method: "GET",
      path: /^jobs$/,
      async handle({ query }) {
        const limit = Math.min(maxJobs, readPositive(query.get("limit") ?? "50"));
        const from = readJobCursor(query.get("cursor"));
        const states = query.getAll("state").map(stateOf);
        const stack = await context.stack();
        const wanted = readJobQuery(query, context.apiUrl(stack));
        const filter = await toFilter(wanted, stack, reading(stack), context.apiUrl(stack));
        if (!filter) return { jobs: [], next: null, read_until: null };
        const request = { limit, from, maxReads: maxJobsRead };
        const { jobs, next } = await findJobPage({ ...filter, states }, request, reading(stack));
        return { jobs: jobs.map(presentJob), next: writeJobCursor(next), read_until: next?.time ?? null };
      },
    },
    {
      method: "GET",
      path: /^jobs\/([\w-]+)$/,
      async handle({ params: [id = ""], query }) {
        const stack = await context.stack();
        const details = await readJobDetails(id, stack, context.apiUrl(stack));
        if (!details) throw refused(404, unknownJob(id, stack));
        const { job, executions, links } = details;
        const withText = query.has("body");
        const text = withText ? `/${job.command.name} ${job.command.text}`.trim() : null;
        const kept_answer = withText ? details.kept_answer : null;
        return { job: presentJob(job), text, moments: timeline(details), executions, kept_answer, links };
      },
    },
    { method: "POST", path: /^jobs\/retry$/, handle: ({ body }) => retryEach(context, body) },
    { method: "POST", path: /^jobs\/([\w-]+)\/retry$/, handle: change(retryOne) },
    { method: "POST", path: /^jobs\/([\w-]+)\/cancel$/, handle: change(cancelOne) },
  ];
}

/** Retries several jobs, one after another. A job that cannot be retried does not stop the others. */
async function retryEach(context: ConsoleContext, body: Record<string, unknown>) {
  const ids = idsOf(body);
  const stack = await context.stack();
  const by = await context.changedBy(stack, body);
  const refused: { job_id: string; message: string }[] = [];
  for (const job_id of ids) {
    const changed = await retryOne(job_id, by, stack);
    if (!("done" in changed)) refused.push({ job_id, message: changed.message });
  }
  return { chosen: ids.length, retried: ids.length - refused.length, refused };
}

function idsOf({ job_ids: ids }: Record<string, unknown>): string[] {
  const isList = Array.isArray(ids) && ids.every((id) => typeof id === "string" && /^[\w-]{1,100}$/.test(id));
  if (isList && ids.length > 0 && ids.length <= maxRetries) return [...new Set<string>(ids)];
  throw new Refusal(400, "invalid", `job_ids must be a list of 1 to ${maxRetries} job IDs.`);
}

/** Returns a job as the page shows it, without the text of its comment. */
export function presentJob(job: Job) {
  return {
    ...jobSummary(job),
    too_long: isStale(job, Date.now()),
    can_cancel: canCancel(job),
    can_retry: canRetry(job),
  };
}

function result(changed: ChangedJob) {
  if (!("done" in changed)) throw refused(409, changed);
  return { done: changed.done, job: presentJob(changed.job) };
}

function refused(status: number, { message, advice }: Failure): Refusal {
  return new Refusal(status, status === 404 ? "unknown" : "not_done", message, advice);
}

function stateOf(text: string): JobState {
  const state = jobStates.find((one) => one === text);
  if (state) return state;
  throw new Refusal(400, "invalid", "That is not a job state.", `Use one of ${jobStates.join(", ")}.`);
}
