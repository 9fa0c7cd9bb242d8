import { isoTime } from "../clock.ts";
import { FencedError, RetryableError } from "../errors.ts";
import { type EndPorts, supersedeJob } from "../jobs/cancel-job.ts";
import type { Job } from "../jobs/job.ts";
import { isVisible } from "../jobs/job-mode.ts";
import type { Employee } from "../roster/employee.ts";
import { changeLane } from "./change-lane.ts";
import { dropFinishedHolders, endWait, type HandOverPorts, wakeHolder } from "./hand-over.ts";
import {
  compareEntries,
  enterLane,
  entryOf,
  type Lane,
  type LaneEntry,
  laneKey,
  maxWaiting,
  type Place,
  placeOf,
} from "./lane.ts";

export type TakeTurnPorts = HandOverPorts & EndPorts;

/** `superseded`: the later job `by` replaces this one. `full`: too many jobs wait already. */
export type Turn =
  | { kind: "runs" }
  | ({ kind: "waits"; since: string } & Place)
  | { kind: "superseded"; by: string }
  | { kind: "full" };

type Concurrency = Pick<Employee, "concurrency">;

/**
 * Enters a job into the lane of its employee on its pull request, and returns whether it runs now. With `supersede`, ends
 * the older jobs of the lane. Can be repeated, and has to be when the job is woken, which confirms that it has the lane.
 */
export async function takeTurn(
  job: Job,
  { concurrency }: Concurrency,
  ports: TakeTurnPorts,
  actor: string,
): Promise<Turn> {
  if (concurrency === "parallel" || !isVisible(job)) return { kind: "runs" };
  const key = laneKey(job);
  const entry = entryOf(job, isoTime(ports.clock()));
  const supersedes = concurrency === "supersede";
  const lane = await changeLane(key, (known) => admit(known, entry, supersedes), ports);
  if (supersedes && isOlderThan(lane.latest, entry)) return { kind: "superseded", by: lane.latest.job_id };
  if (supersedes) await supersedeAll(olderIn(lane, entry), { actor, by: job.job_id }, ports);
  return turnIn(await settle(key, lane, entry, ports), entry);
}

/** Leaves out a job that a later request has replaced, and one for which there is no room. */
function admit(lane: Lane, entry: LaneEntry, supersedes: boolean): Lane {
  if (supersedes && isOlderThan(lane.latest, entry)) return lane;
  const isKnown = [lane.holder, ...lane.waiting].some((one) => one?.job_id === entry.job_id);
  return isKnown || lane.waiting.length < maxWaiting ? enterLane(lane, entry) : lane;
}

function isOlderThan(latest: Lane["latest"], entry: LaneEntry): latest is NonNullable<Lane["latest"]> {
  return latest !== null && compareEntries(latest, entry) > 0;
}

/** Returns the holder last: otherwise it would hand the lane over to another older job. */
function olderIn({ holder, waiting }: Lane, entry: LaneEntry): LaneEntry[] {
  return [...waiting, ...(holder ? [holder] : [])].filter((one) => compareEntries(one, entry) < 0);
}

async function supersedeAll(
  older: LaneEntry[],
  note: { actor: string; by: string },
  ports: TakeTurnPorts,
): Promise<void> {
  // A waiting execution goes on and is refused at its next step; any other one is refused there anyway.
  const stop = (job: Job) => endWait(job, ports);
  for (const { job_id } of older) {
    try {
      await supersedeJob(job_id, note, { ...ports, stop });
    } catch (error) {
      // Of the older job. The workflow would take it for one of this job.
      if (!(error instanceof FencedError)) throw error;
      throw new RetryableError("lane_busy", "An older job keeps changing", { cause: error });
    }
  }
}

/** Takes finished holders out of a lane in which the job waits. That may give the lane to the job, or to another one. */
async function settle(key: string, lane: Lane, entry: LaneEntry, ports: TakeTurnPorts): Promise<Lane> {
  if (lane.holder?.job_id === entry.job_id) return lane;
  const current = await dropFinishedHolders(key, lane, ports);
  if (current.holder?.job_id === entry.job_id) {
    return changeLane(
      key,
      (known) => (known.holder?.job_id === entry.job_id ? enterLane(known, entry) : known),
      ports,
    );
  }
  if (current.version !== lane.version) await wakeHolder(current, ports);
  return current;
}

function turnIn(lane: Lane, { job_id }: LaneEntry): Turn {
  if (lane.holder?.job_id === job_id) return { kind: "runs" };
  const place = placeOf(lane, job_id);
  const since = lane.waiting.find((one) => one.job_id === job_id)?.since ?? "";
  return place ? { kind: "waits", since, ...place } : { kind: "full" };
}
