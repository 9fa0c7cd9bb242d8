import { type Clock, isoTime } from "../clock.ts";
import type { Job } from "../jobs/job.ts";
import { isTerminal } from "../jobs/job-state.ts";
import type { JobStore } from "../jobs/job-store.ts";
import type { TaskTokens } from "../jobs/task-tokens.ts";
import { changeLane } from "./change-lane.ts";
import { type Lane, type LaneEntry, laneKey, leaveLane, placeOf } from "./lane.ts";
import type { LaneStore } from "./lane-store.ts";

export interface HandOverPorts {
  lanes: LaneStore;
  jobs: Pick<JobStore, "read">;
  tokens: Pick<TaskTokens, "succeed">;
  clock: Clock;
}

/**
 * Takes a finished job out of its lane and wakes the job that gets the lane, if there is one. If the finished job waits,
 * ends its wait first: after a crash in between, it is still in the lane. Can be repeated.
 */
export async function handOver(
  job: Pick<Job, "job_id" | "attempt" | "repo_id" | "pr_number" | "employee">,
  ports: HandOverPorts,
): Promise<void> {
  const key = laneKey(job);
  const known = await ports.lanes.read(key);
  // A holder that was handed the lane may wait too: its wake-up may be late or lost.
  const isNewHolder = known.handed_over && known.holder?.job_id === job.job_id;
  if (isNewHolder || placeOf(known, job.job_id)) await endWait(job, ports);
  const at = isoTime(ports.clock());
  const lane = await changeLane(key, (current) => leaveLane(current, job, at), ports, known);
  if (lane.handed_over) await wakeHolder(await dropFinishedHolders(key, lane, ports), ports);
}

/**
 * Returns the lane with a holder that is unfinished, or without a holder: takes out holders that have finished or have no
 * record. A job may have finished while it waited, and a crash may have come before it left.
 */
export async function dropFinishedHolders(key: string, lane: Lane, ports: HandOverPorts): Promise<Lane> {
  let current = lane;
  while (current.holder) {
    const { holder } = current;
    const gone = await finishedAttempt(holder, ports);
    if (gone === null) return current;
    if (current.handed_over) await endWait({ ...holder, attempt: gone }, ports);
    const at = isoTime(ports.clock());
    const leave = (known: Lane) => leaveLane(known, { ...holder, attempt: gone }, at);
    const next = await changeLane(key, leave, ports);
    if (next.version === current.version) return next;
    current = next;
  }
  return current;
}

/** Returns the last attempt of a finished job; null for an unfinished one. */
async function finishedAttempt(
  { job_id, attempt }: LaneEntry,
  { jobs }: Pick<HandOverPorts, "jobs">,
): Promise<number | null> {
  const job = await jobs.read(job_id);
  if (!job) return attempt;
  return isTerminal(job.state) ? job.attempt : null;
}

/**
 * Ends the wait of a holder that was handed the lane. Returns whether it was waiting: one that begins to wait later finds
 * that it holds the lane.
 */
export async function wakeHolder(
  { holder, handed_over }: Pick<Lane, "holder" | "handed_over">,
  { lanes, tokens }: Pick<HandOverPorts, "lanes" | "tokens">,
): Promise<boolean> {
  return holder !== null && handed_over && endWait(holder, { lanes, tokens });
}

/** Ends the wait of an attempt; its execution then enters the lane again. Returns whether it was waiting. */
export async function endWait(
  of: Pick<LaneEntry, "job_id" | "attempt">,
  { lanes, tokens }: Pick<HandOverPorts, "lanes" | "tokens">,
): Promise<boolean> {
  for (const token of await lanes.turns(of)) if (await tokens.succeed(token)) return true;
  return false;
}
