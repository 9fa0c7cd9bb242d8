import type { Ids } from "../correlation.ts";
import type { StoredRef } from "../deliveries/payload-store.ts";
import type { PullRequestContext } from "./pull-request-context.ts";

/** What an employee's process is told of its job: all of it stands in the one object that it may read. */
export interface FrozenTask extends PullRequestContext {
  task: {
    job_id: string;
    /** By its name in the roster. */
    employee: string;
    /** The command without its slash, the rest of its line as typed, and the parsed arguments. */
    command: { name: string; text: string; arguments: Record<string, unknown> };
    /** Login of the person who asked. */
    requested_by: string;
    /** For the log. */
    ids: Ids;
  };
}

/**
 * The two objects of one run: the frozen task, and the key under which the result is stored once. Both keys are
 * random, because the role of `run-employee` holds for the objects of all jobs: a process reaches those that it is
 * told of.
 */
export interface RunObjects {
  context: StoredRef;
  result: string;
}

/** 288 random bits, as `randomToken` makes them. */
const token = "[A-Za-z0-9_-]{48}";
const unguessable = new RegExp(`^contexts/${token}-[0-9a-f]{64}\\.json$`);
export const resultKeyPattern = `^results/${token}\\.json$`;

export const contextName = (randomToken: string): string => `contexts/${randomToken}`;
export const resultKey = (randomToken: string): string => `results/${randomToken}.json`;

/** Returns false for what an earlier version froze: its key has the job's id, and it holds no task. */
export function holdsTask({ key }: StoredRef): boolean {
  return unguessable.test(key);
}
