import type { Job } from "../jobs/job.ts";
import type { Pace } from "./pace.ts";

/** A job whose answer waits for tokens. Null installations have one pace together: see `paceOf`. */
export type Waiter = Pick<Job, "job_id" | "attempt" | "repo_id"> & { installation_id: number };

/** The record of a wait. */
export interface Wait {
  /** Counts how often the attempt has started to wait. */
  entries: number;
  /** Tokens that the answer costs. */
  writes: number;
  /** Task tokens of all tries; at most one of their states waits. */
  tokens: string[];
  /** Milliseconds since the epoch; null if no grant is unused. */
  granted_at: number | null;
}

/** Port: the paces and waits in the idempotency table. Throws RetryableError if the table does not respond. */
export interface PaceStore {
  /** Returns the pace of an installation as last written; a new one if there is none. */
  read(installation: number): Promise<Pace>;
  /** Writes `next` with the version after `known`. Returns false, and changes nothing, if the pace has changed since. */
  replace(installation: number, known: Pace, next: Pace): Promise<boolean>;
  /** Records that an attempt waits, since a time in ISO 8601 UTC. Keeps earlier task tokens, removes an unused grant. */
  enter(waiter: Waiter, wait: { token: string; writes: number; since: string }): Promise<void>;
  /** Returns the attempts that wait, the one that has waited longest first. The index may lag. */
  waiting(limit: number): Promise<Waiter[]>;
  /** Returns a wait as last written; null if there is none. */
  wait(waiter: Waiter): Promise<Wait | null>;
  /** Grants the tokens of a wait. Returns false, and changes nothing, if the attempt has started to wait again since. */
  grant(waiter: Waiter, known: Wait, at: number): Promise<boolean>;
  /** Ends a wait, whose grant stays. Does nothing if the attempt has started to wait again since. */
  leave(waiter: Waiter, known: Wait): Promise<void>;
  /** Uses a grant of that many tokens that is not older than a time, once. Returns when it was made; null without one. */
  useGrant(waiter: Waiter, grant: { writes: number; since: number }): Promise<number | null>;
}

/** Returns a job as it waits. A repository webhook names no installation: all its jobs share one pace. */
export function waiterOf({
  job_id,
  attempt,
  repo_id,
  installation_id,
}: Pick<Job, "job_id" | "attempt" | "repo_id" | "installation_id">): Waiter {
  return { job_id, attempt, repo_id, installation_id: paceOf({ installation_id }) };
}

/** Returns the key of the pace that an installation's writes count in. */
export function paceOf({ installation_id }: Pick<Job, "installation_id">): number {
  return installation_id ?? 0;
}
