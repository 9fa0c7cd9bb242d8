import type { AnsweringPorts } from "../../core/answering/publish-comment.ts";
import { renderQueued } from "../../core/answering/render-answer.ts";
import { isQuiet, reportPlace, showsOtherPlace } from "../../core/answering/report-provisional.ts";
import { beginProgress, type CheckPorts, showProgress } from "../../core/checks/show-check.ts";
import { isoTime } from "../../core/clock.ts";
import { FencedError, PermanentError } from "../../core/errors.ts";
import type { Job } from "../../core/jobs/job.ts";
import { executionCheckAfterMs } from "../../core/jobs/job-limits.ts";
import { isTerminal } from "../../core/jobs/job-state.ts";
import { idsOfJob } from "../../core/jobs/log-ids.ts";
import type { Queued } from "../../core/jobs/status-comment.ts";
import { dropFinishedHolders, type HandOverPorts, handOver, wakeHolder } from "../../core/lanes/hand-over.ts";
import { type Lane, type LaneEntry, laneOf, placeOf } from "../../core/lanes/lane.ts";
import type { Employee } from "../../core/roster/employee.ts";
import { takeTurns } from "../../core/take-turns.ts";
import { withConcurrency } from "../../core/with-concurrency.ts";
import { type FinishPorts, finishJob } from "./finish-jobs.ts";
import { gitHubPace } from "./sweep-jobs.ts";

export type LanePorts = AnsweringPorts &
  HandOverPorts &
  FinishPorts &
  Pick<CheckPorts, "checks"> & { roster: Employee[] };

/** A hand-over and the start of the next job take less time. */
const handOverMs = 30_000;
const maxLanes = 1_000;
/** Of each lane: those whose turn comes soon. */
const jobsPerLane = 20;
/** GitHub allows 80 content writes a minute; answers have priority. */
const editsPerSweep = 20;

interface Waiter {
  job: Job;
  queued: Queued;
}

/**
 * Repairs lanes in which jobs wait: takes out finished jobs, wakes a holder that was not woken, and restarts the first
 * waiting job if its execution has ended. Then updates the places that status comments and check runs show. Repositories take turns, so a
 * busy one does not delay the others. Returns the errors.
 */
export async function sweepLanes(ports: LanePorts): Promise<unknown[]> {
  const { lanes, timeLeft } = ports;
  const keys = takeTurns(await lanes.contended(maxLanes), (key) => laneOf(key).repo_id);
  const waiters: Waiter[] = [];
  const repaired = await withConcurrency(keys, { width: 8, timeLeft }, async (key) => {
    waiters.push(...(await waitersOf(await repairLane(key, ports), key, ports)));
  });
  const now = ports.clock();
  const stale = waiters.filter(({ job, queued }) => showsOtherPlace(job, queued) && isQuiet(job, now));
  // A job that moved up comes before one behind which others have queued.
  const moved = stale.toSorted((a, b) => Number(hasMoved(b)) - Number(hasMoved(a)));
  const edits = takeTurns(moved, ({ job }) => job.repo_id).slice(0, editsPerSweep);
  const { failures } = await withConcurrency(edits, gitHubPace(ports), (waiter) => showPlace(waiter, ports));
  return [...repaired.failures, ...failures];
}

const hasMoved = ({ job, queued }: Waiter): boolean => job.comment?.queued?.place !== queued.place;

async function repairLane(key: string, ports: LanePorts): Promise<Lane> {
  const known = await ports.lanes.read(key);
  const lane = await dropFinishedHolders(key, known, ports);
  const { holder } = lane;
  const isNew = holder !== null && ports.clock() - Date.parse(holder.since) < handOverMs;
  const isLate = lane.version !== known.version || (lane.handed_over && !isNew);
  if (holder && isLate && (await wakeHolder(lane, ports))) await tellRepair(holder, ports);
  const before = isoTime(ports.clock() - executionCheckAfterMs);
  for (const entry of [...(lane.handed_over && holder ? [holder] : []), ...lane.waiting.slice(0, 1)]) {
    await finishJob(entry, before, ports);
  }
  return lane;
}

async function tellRepair({ job_id }: LaneEntry, { jobs, repaired }: LanePorts): Promise<void> {
  const job = await jobs.read(job_id);
  if (job) repaired("lane_handed_over", idsOfJob(job));
}

/** Returns the first waiting jobs with their places. Takes out those that have finished, for the next sweep. */
async function waitersOf(lane: Lane, key: string, ports: LanePorts): Promise<Waiter[]> {
  const waiters: Waiter[] = [];
  for (const entry of lane.waiting.slice(0, jobsPerLane)) {
    const job = await ports.jobs.read(entry.job_id);
    const place = placeOf(lane, entry.job_id);
    if (!job || isTerminal(job.state)) await handOver({ ...entry, ...job, ...laneOf(key) }, ports);
    else if (place) waiters.push({ job, queued: { ...place, since: entry.since } });
  }
  return waiters;
}

async function showPlace({ job, queued }: Waiter, ports: LanePorts): Promise<void> {
  const employee = ports.roster.find(({ name }) => name === job.employee);
  try {
    if (!employee || !(await reportPlace(job, employee, queued, ports))) return;
    ports.repaired("place_told", idsOfJob(job));
    // Its first check run is created by the step that has claimed the job.
    const started = job.check ? beginProgress(job, "queued", ports) : null;
    if (!started) return;
    const current = await ports.jobs.save(job, { check: started.record });
    await showProgress(current, started, renderQueued(job, employee, queued), ports);
  } catch (error) {
    // The comment is gone, or a step of the job has written first.
    if (!(error instanceof PermanentError || error instanceof FencedError)) throw error;
  }
}
