import { isoTime } from "../clock.ts";
import type { Job } from "../jobs/job.ts";

/** A job's place in its lane. */
export interface LaneEntry {
  job_id: string;
  attempt: number;
  /** When the user asked, ISO 8601 UTC; then the id of the comment; then the job's id: the order of a lane. */
  asked_at: string;
  source_id: number;
  /** When it became the holder or began to wait, ISO 8601 UTC. */
  since: string;
}

/**
 * The jobs of one employee on one pull request that run one after another. Jobs of an employee with `concurrency:
 * parallel` and jobs in shadow have none.
 */
export interface Lane {
  /** The job that may run; null if no job has the lane. */
  holder: LaneEntry | null;
  /** The holder was handed the lane and has not entered again since: it may not know yet. */
  handed_over: boolean;
  /** In the order in which they get the lane. Empty without a holder. */
  waiting: LaneEntry[];
  /** The latest request that entered; null before the first. */
  latest: Pick<LaneEntry, "job_id" | "asked_at" | "source_id"> | null;
  /** Counts the changes. */
  version: number;
}

export const emptyLane: Lane = { holder: null, handed_over: false, waiting: [], latest: null, version: 0 };

/** More waiting jobs do not fit into an item of the table, and no user waits for that many. */
export const maxWaiting = 500;

type InLane = Pick<Job, "repo_id" | "pr_number" | "employee">;

/** Returns the key of a job's lane. It contains the repository's ID, because names change. */
export function laneKey({ repo_id, pr_number, employee }: InLane): string {
  return `lane#${repo_id}#${pr_number}#${employee}`;
}

/** Returns what the key of a lane names. */
export function laneOf(key: string): InLane {
  const [, repo_id, pr_number, employee = ""] = key.split("#");
  return { repo_id: Number(repo_id), pr_number: Number(pr_number), employee };
}

/** Returns when a user asked for a job's current attempt, ISO 8601 UTC. */
export function askedAt({ retried_at, source }: Pick<Job, "retried_at" | "source">): string {
  return isoTime(Date.parse(retried_at ?? source.created_at));
}

/** Returns a job's entry at a time. */
export function entryOf(
  job: Pick<Job, "job_id" | "attempt" | "retried_at" | "source">,
  since: string,
): LaneEntry {
  const { job_id, attempt, source } = job;
  return { job_id, attempt, asked_at: askedAt(job), source_id: source.id, since };
}

type Order = Pick<LaneEntry, "job_id" | "asked_at" | "source_id">;

/** Returns a negative number if the first request comes before the second. */
export function compareEntries(a: Order, b: Order): number {
  return (
    a.asked_at.localeCompare(b.asked_at) || a.source_id - b.source_id || a.job_id.localeCompare(b.job_id)
  );
}

/**
 * Returns the lane after a job has entered. The job holds a lane that has no holder, and otherwise waits after those that
 * asked earlier. Can be repeated: the job keeps its place, and a holder thereby confirms that it has the lane. Returns the
 * lane itself if nothing changes.
 */
export function enterLane(lane: Lane, entry: LaneEntry): Lane {
  const { holder } = lane;
  const latest = lane.latest && compareEntries(lane.latest, entry) > 0 ? lane.latest : orderOf(entry);
  const known = [holder, ...lane.waiting].find((one) => one?.job_id === entry.job_id);
  const isSame = known?.attempt === entry.attempt && known.asked_at === entry.asked_at;
  if (known && isSame && !(known === holder && lane.handed_over)) return lane;
  if (!holder || known === holder) {
    const since = holder?.since ?? entry.since;
    return { ...lane, latest, holder: { ...entry, since }, handed_over: false };
  }
  const others = lane.waiting.filter((one) => one !== known);
  const waiting = [...others, { ...entry, since: known?.since ?? entry.since }].sort(compareEntries);
  return { ...lane, latest, waiting };
}

const orderOf = ({ job_id, asked_at, source_id }: LaneEntry): Order => ({ job_id, asked_at, source_id });

/**
 * Returns the lane after a job has left at a time: the holder hands over to the first waiting job. `attempt`: the job's
 * last one; a later attempt of the same job stays.
 */
export function leaveLane(
  lane: Lane,
  { job_id, attempt }: Pick<LaneEntry, "job_id" | "attempt">,
  at: string,
): Lane {
  const leaves = (one: LaneEntry) => one.job_id === job_id && one.attempt <= attempt;
  if (!lane.holder || !leaves(lane.holder)) {
    const waiting = lane.waiting.filter((one) => !leaves(one));
    return waiting.length === lane.waiting.length ? lane : { ...lane, waiting };
  }
  const [next, ...waiting] = lane.waiting;
  return { ...lane, holder: next ? { ...next, since: at } : null, handed_over: next !== undefined, waiting };
}

/** The place of a waiting job, from 1, among all waiting jobs of its lane. */
export interface Place {
  place: number;
  of: number;
}

/** Returns the place of a job; null if it does not wait. */
export function placeOf({ waiting }: Pick<Lane, "waiting">, jobId: string): Place | null {
  const index = waiting.findIndex(({ job_id }) => job_id === jobId);
  return index < 0 ? null : { place: index + 1, of: waiting.length };
}

/** Returns whether the sweeper has to look at a lane: a job waits, or its holder may not know that it has the lane. */
export function isContended({ waiting, handed_over }: Lane): boolean {
  return waiting.length > 0 || handed_over;
}
