import type { StoredRef } from "../deliveries/payload-store.ts";
import type { Permission } from "../github/permission.ts";
import type { LogIds } from "../jobs/log-ids.ts";
import type { PullRequestContext } from "./pull-request-context.ts";

/** All that an employee's process knows about its job: the one object that it may read. */
export interface FrozenTask extends PullRequestContext {
  task: {
    job_id: string;
    /** Its name in the roster. */
    employee: string;
    /** The command without its slash, the rest of its line as typed, and the parsed arguments. */
    command: { name: string; text: string; arguments: Record<string, unknown> };
    /** Login of the user who gave the command. */
    requested_by: string;
    /** What a task adds for a runner outside `run-employee`; missing for other runners and in older contexts. */
    external?: { requester_id: number; permission: Permission; repository_id: number };
    /** Ids for the log. */
    ids: LogIds;
  };
}

/**
 * The two objects of one run: the frozen task, and the key under which the result is stored once. Both keys are random,
 * because the role of `run-employee` covers the objects of all jobs: a process can only access objects whose keys it
 * receives.
 */
export interface RunObjects {
  context: StoredRef;
  result: string;
}

/** 288 random bits, as `randomToken` creates them. */
const token = "[A-Za-z0-9_-]{48}";
const unguessable = new RegExp(`^contexts/${token}-[0-9a-f]{64}\\.json$`);
/** The opaque id in a callback's address. */
export const callbackIdPattern = `^${token}$`;
export const resultKeyPattern = `^results/${token}\\.json$`;

export const contextName = (randomToken: string): string => `contexts/${randomToken}`;
export const resultKey = (randomToken: string): string => `results/${randomToken}.json`;

/** Returns false for contexts of an earlier version: their key has the job's id, and they contain no task. */
export function holdsTask({ key }: StoredRef): boolean {
  return unguessable.test(key);
}
