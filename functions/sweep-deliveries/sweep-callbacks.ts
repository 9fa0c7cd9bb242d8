import type { AnsweringPorts } from "../../core/answering/publish-comment.ts";
import { isProgressDue, reportProgress, showsRun } from "../../core/answering/report-provisional.ts";
import type { Callback, CallbackStore } from "../../core/callbacks/callback-store.ts";
import { sendTokens } from "../../core/callbacks/send-tokens.ts";
import { isoTime } from "../../core/clock.ts";
import { FencedError, PermanentError } from "../../core/errors.ts";
import type { Job } from "../../core/jobs/job.ts";
import { terminalStates } from "../../core/jobs/job-state.ts";
import type { IndexedJob } from "../../core/jobs/job-store.ts";
import { idsOfJob } from "../../core/jobs/log-ids.ts";
import type { TaskTokens } from "../../core/jobs/task-tokens.ts";
import type { ReportRepair } from "../../core/repair/report-repair.ts";
import { type Employee, isOwnRunner } from "../../core/roster/employee.ts";
import { withConcurrency } from "../../core/with-concurrency.ts";
import { gitHubPace, type SweepJobsPorts, sweepFinishedJobs } from "./sweep-jobs.ts";

export interface CallbackPorts extends AnsweringPorts, SweepJobsPorts {
  jobs: AnsweringPorts["jobs"];
  roster: Employee[];
  callbacks: Pick<CallbackStore, "read" | "end">;
  tokens: Pick<TaskTokens, "succeed">;
  repaired: ReportRepair;
}

const minute = 60_000;
const maxJobs = 1_000;
/** GitHub allows 80 content writes a minute; answers have priority. */
const reportsPerSweep = 20;

/**
 * Wakes workflows whose result is stored, because a crash may have lost the signal, shows the progress of runs outside on the
 * pull request, and closes the callbacks of finished jobs. Returns the errors.
 */
export async function sweepCallbacks(ports: CallbackPorts): Promise<unknown[]> {
  if (ports.roster.every(({ runner }) => isOwnRunner(runner))) return [];
  return [...(await followRuns(ports)), ...(await closeCallbacks(ports))];
}

async function followRuns(ports: CallbackPorts): Promise<unknown[]> {
  const { clock, index } = ports;
  const running = await index.inState("WORKER_RUNNING", { before: isoTime(clock()) }, maxJobs);
  const silent: { job: Job; callback: Callback }[] = [];
  const { failures } = await withConcurrency(running, { width: 8, timeLeft: ports.timeLeft }, async (one) => {
    const run = await wake(one, ports);
    if (run) silent.push(run);
  });
  const due = silent.filter(
    ({ job, callback }) =>
      isProgressDue(job, progressOf(callback, ports)) && (showsRun(job) || !isWorkflow(job, ports)),
  );
  const reported = await withConcurrency(due.slice(0, reportsPerSweep), gitHubPace(ports), (run) =>
    report(run, ports),
  );
  return [...failures, ...reported.failures];
}

/** Returns the job and its callback if the callback has no result yet. */
async function wake(
  { job_id }: IndexedJob,
  { jobs, callbacks, tokens, repaired }: CallbackPorts,
): Promise<{ job: Job; callback: Callback } | null> {
  const job = await jobs.read(job_id);
  const callback = job?.callback ? await callbacks.read(job.callback) : null;
  if (!job || !callback || callback.attempt !== job.attempt) return null;
  if (callback.status === "OPEN") return { job, callback };
  if (callback.status === "RESULT" && (await sendTokens(callback, tokens.succeed))) {
    repaired("result_signalled", idsOfJob(job));
  }
  return null;
}

/** `followWorkflowRuns` shows the link of a workflow run together with its progress. */
function isWorkflow({ employee }: Job, { roster }: CallbackPorts): boolean {
  return roster.find(({ name }) => name === employee)?.runner === "github-workflow";
}

async function report({ job, callback }: { job: Job; callback: Callback }, ports: CallbackPorts) {
  const employee = ports.roster.find(({ name }) => name === job.employee);
  if (!employee) return;
  try {
    if (await reportProgress(job, employee, progressOf(callback, ports), ports)) {
      ports.repaired("progress_told", idsOfJob(job));
    }
  } catch (error) {
    // The comment is gone, or a step of the job has written first.
    if (!(error instanceof PermanentError || error instanceof FencedError)) throw error;
  }
}

function progressOf({ progress }: Callback, { clock }: CallbackPorts): { text: string; at: string } {
  return { text: progress ?? "", at: isoTime(clock()) };
}

/** Later callbacks are late in any case, because the job has ended. This keeps the record true. */
function closeCallbacks(ports: CallbackPorts): Promise<unknown[]> {
  const sweep = {
    mark: "callbacks",
    states: terminalStates,
    // The index may lag.
    ...{ fromAgeMs: 0, toAgeMs: 3 * minute, firstSweepMs: 60 * minute, marksEmptySweeps: true },
    attempts: 1,
  } as const;
  return sweepFinishedJobs(sweep, ports, async ({ callback }) => {
    if (callback) await ports.callbacks.end(callback, "CLOSED");
  });
}
