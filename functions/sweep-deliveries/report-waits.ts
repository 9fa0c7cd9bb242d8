import type { AnsweringPorts } from "../../core/answering/publish-comment.ts";
import { isQuiet, reportWait, showsRunning } from "../../core/answering/report-provisional.ts";
import { type Outage, stepWaitLimitMs } from "../../core/circuit/outage.ts";
import { type Clock, isoTime } from "../../core/clock.ts";
import { FencedError, PermanentError } from "../../core/errors.ts";
import type { Job } from "../../core/jobs/job.ts";
import { waitShownAfterMs } from "../../core/jobs/job-limits.ts";
import { statesBeforeResult } from "../../core/jobs/job-state.ts";
import type { IndexedJob, JobIndex } from "../../core/jobs/job-store.ts";
import { idsOfJob } from "../../core/jobs/log-ids.ts";
import type { ReportRepair } from "../../core/repair/report-repair.ts";
import type { Employee } from "../../core/roster/employee.ts";
import { takeTurns } from "../../core/take-turns.ts";
import { withConcurrency } from "../../core/with-concurrency.ts";
import { gitHubPace, jobsInStates } from "./sweep-jobs.ts";

export interface WaitingPorts extends AnsweringPorts {
  clock: Clock;
  index: JobIndex;
  roster: Employee[];
  /** Port: returns the outage of the employee or its model provider; null if there is none. Throws RetryableError. */
  outage(employee: Employee): Promise<Outage | null>;
  repaired: ReportRepair;
  timeLeft(): number;
}

/** GitHub allows 80 content writes a minute; answers have priority. */
const reportsPerSweep = 20;
const maxJobsOfState = 200;

/**
 * Makes the pull request show what a job waits for while its employee, or the employee's model provider, is down: once for each wait, and
 * only for a long one. The answer replaces it. Repositories take turns. Returns the errors.
 */
export async function reportWaits(ports: WaitingPorts): Promise<unknown[]> {
  const outages = await outagesOf(ports);
  if (outages.size === 0) return [];
  const times = { before: isoTime(ports.clock()) };
  const found = await jobsInStates(statesBeforeResult, times, maxJobsOfState, ports);
  const jobs: Job[] = [];
  const reads = await withConcurrency(found, { width: 16, ...ports }, async ({ job_id }) => {
    const job = await ports.jobs.read(job_id);
    if (job) jobs.push(job);
  });
  let reported = 0;
  const due = takeTurns(jobs, ({ repo_id }) => repo_id);
  const { failures } = await withConcurrency(due, gitHubPace(ports), async (job) => {
    if (reported < reportsPerSweep && (await report(job, outages, ports))) reported += 1;
  });
  return [...reads.failures, ...failures];
}

/** Outages by employee name. Reads the circuit of each model and of each employee outside once. */
async function outagesOf({ roster, outage }: WaitingPorts): Promise<Map<string, Outage>> {
  const byModel = Map.groupBy(roster, ({ model, name }) => model ?? name);
  const found = await Promise.all(
    [...byModel.values()].map(async (employees) => {
      const down = employees[0] ? await outage(employees[0]) : null;
      return down ? employees.map(({ name }): [string, Outage] => [name, down]) : [];
    }),
  );
  return new Map(found.flat());
}

async function report(
  { job_id }: IndexedJob,
  outages: Map<string, Outage>,
  ports: WaitingPorts,
): Promise<boolean> {
  const job = await ports.jobs.read(job_id);
  const outage = job && outages.get(job.employee);
  const employee = ports.roster.find(({ name }) => name === job?.employee);
  if (!job || !outage || !employee || !statesBeforeResult.includes(job.state) || !showsRunning(job))
    return false;
  const since = waitingSince(job, outage);
  if (ports.clock() - since < waitShownAfterMs || !isQuiet(job, ports.clock())) return false;
  const waiting = {
    provider: outage.provider,
    since: isoTime(since),
    until: isoTime(since + stepWaitLimitMs),
  };
  try {
    const isReported = await reportWait(job, employee, waiting, ports);
    if (isReported) ports.repaired("waiting_told", idsOfJob(job));
    return isReported;
  } catch (error) {
    // The comment is gone, or a step of the job has written first.
    if (!(error instanceof PermanentError || error instanceof FencedError)) throw error;
    return false;
  }
}

/** Milliseconds since the epoch: the later start of the outage and the job. */
function waitingSince({ retried_at, created_at }: Job, { since }: Outage): number {
  return Math.max(Date.parse(retried_at ?? created_at), since ?? 0);
}
