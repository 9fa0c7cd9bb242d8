import type { AnsweringPorts } from "../../core/answering/publish-comment.ts";
import { isQuiet, reportRun, showsRun } from "../../core/answering/report-provisional.ts";
import type { Callback, CallbackStore } from "../../core/callbacks/callback-store.ts";
import { sendTokens } from "../../core/callbacks/send-tokens.ts";
import { type Clock, isoTime } from "../../core/clock.ts";
import {
  findWorkflowRun,
  requireWorkflow,
  type WorkflowRun,
  type WorkflowRuns,
} from "../../core/employees/workflow-runs.ts";
import { FencedError, PermanentError } from "../../core/errors.ts";
import type { Job } from "../../core/jobs/job.ts";
import { workflowFailureName } from "../../core/jobs/job-failure.ts";
import type { IndexedJob, JobIndex } from "../../core/jobs/job-store.ts";
import { idsOfJob } from "../../core/jobs/log-ids.ts";
import type { TaskTokens } from "../../core/jobs/task-tokens.ts";
import type { ReportRepair } from "../../core/repair/report-repair.ts";
import type { Employee } from "../../core/roster/employee.ts";
import { withConcurrency } from "../../core/with-concurrency.ts";
import { gitHubPace, jobsInStates, turnOf } from "./sweep-jobs.ts";

export interface WorkflowRunPorts extends AnsweringPorts {
  clock: Clock;
  index: JobIndex;
  roster: Employee[];
  callbacks: CallbackStore;
  runs: Pick<WorkflowRuns, "find" | "read">;
  tokens: Pick<TaskTokens, "fail" | "heartbeat">;
  repaired: ReportRepair;
  timeLeft(): number;
}

const maxJobsOfState = 1_000;
/** Each one costs a request, of the 5,000 that an installation has in an hour. */
const runsPerSweep = 50;
/** A run that has completed may have sent its result a moment ago. */
const graceMs = 60_000;

/**
 * Follows the runs of workflow employees: shows the link, keeps the job waiting while its run is queued or runs, and fails
 * the job if the run has completed without a result. Returns the errors.
 */
export async function followWorkflowRuns(ports: WorkflowRunPorts): Promise<unknown[]> {
  const employees = ports.roster.filter(({ runner }) => runner === "github-workflow");
  if (employees.length === 0) return [];
  const times = { before: isoTime(ports.clock()) };
  const running = await jobsInStates(["WORKER_RUNNING"], times, maxJobsOfState, ports);
  const theirs = running.filter(({ job_id }) => employees.some(({ name }) => isJobOf(job_id, name)));
  const turn = turnOf(theirs, runsPerSweep, ports.clock());
  const { failures } = await withConcurrency(turn, gitHubPace(ports), (job) => follow(job, ports));
  return failures;
}

/** A job's id ends with the employee's name, and a number for further commands of one comment. */
function isJobOf(jobId: string, name: string): boolean {
  const end = jobId.slice(jobId.indexOf("-") + 1);
  return end === name || (end.startsWith(`${name}-`) && /^\d+$/.test(end.slice(name.length + 1)));
}

async function follow({ job_id }: IndexedJob, ports: WorkflowRunPorts): Promise<void> {
  const job = await ports.jobs.read(job_id);
  const employee = ports.roster.find(({ name }) => name === job?.employee);
  if (job?.state !== "WORKER_RUNNING" || !job.callback || !employee?.workflow) return;
  const callback = await ports.callbacks.read(job.callback);
  if (!callback?.dispatched_at || callback.status === "RESULT") return;
  try {
    const run = await readRun(callback, employee, ports);
    if (!run) return;
    // Before anything is written to GitHub, so that its limits do not make a run silent.
    if (run.conclusion === null) await sendTokens(callback, ports.tokens.heartbeat);
    const now = ports.clock();
    const said = { text: callback.progress ?? "", at: isoTime(now) };
    const isDue = !showsRun(job) && (run.conclusion !== null || isQuiet(job, now));
    const shown = isDue ? await reportRun(job, employee, { url: run.url, said }, ports) : job;
    if (run.conclusion !== null) await failJob(shown, callback, run, ports);
  } catch (error) {
    // The workflow or the comment is gone, or a step of the job has written first.
    if (!(error instanceof PermanentError || error instanceof FencedError)) throw error;
  }
}

async function readRun(
  callback: Callback,
  employee: Employee,
  { callbacks, runs }: WorkflowRunPorts,
): Promise<WorkflowRun | null> {
  const link = callback.run ?? (await findWorkflowRun(callback, employee, runs));
  if (!link) return null;
  if (!callback.run) await callbacks.note(callback.key, { run: link });
  return runs.read(requireWorkflow(employee), link.id);
}

/** Closes the callback first: a result that arrives at the same time is either used or late. */
async function failJob(
  job: Job,
  callback: Callback,
  { conclusion, updated_at }: WorkflowRun,
  { callbacks, tokens, clock, repaired }: WorkflowRunPorts,
): Promise<void> {
  if (clock() - Date.parse(updated_at) < graceMs) return;
  const ended = await callbacks.end(callback.key, "CLOSED");
  if (ended?.status === "RESULT") return;
  const failed = await sendTokens(callback, (token) =>
    tokens.fail(token, workflowFailureName(String(conclusion))),
  );
  if (failed) repaired("workflow_failed", idsOfJob(job));
}
