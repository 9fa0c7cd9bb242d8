import type { Job } from "../../../core/jobs/job.ts";
import { describeFailure, type Failure } from "../describe-failure.ts";
import type { Stack } from "../find-stack.ts";
import { createJobReader, findJobs } from "../jobs/find-jobs.ts";
import { type DeliveryRecord, findRecords } from "./delivery-records.ts";
import { attemptDetails, type HookRequests, type ListedAttempt, toListed } from "./github-events.ts";

export interface DeliveryDetails {
  guid: string;
  /** A record for each hook that delivered it. */
  records: DeliveryRecord[];
  /** GitHub's attempts, newest first, empty if GitHub no longer has them; or why GitHub cannot be asked. */
  github: { attempts: ListedAttempt[] } | { problem: Failure };
  jobs: Job[];
}

/** Reads everything known about a delivery, here and at GitHub, even if one side has nothing. */
export async function readDeliveryDetails(
  guid: string,
  stack: Stack,
  requests: () => Promise<Pick<HookRequests, "list" | "attempt">>,
  progress: (items: number) => void,
): Promise<DeliveryDetails> {
  const [github, jobs] = await Promise.all([
    askGitHub(guid, requests),
    findJobs({ delivery: guid, states: [] }, 100, createJobReader(stack)),
  ]);
  const hookAtGitHub = "hook_id" in github ? github.hook_id : null;
  const hooks = [...(hookAtGitHub ? [hookAtGitHub] : []), ...jobs.map(({ hook_id }) => hook_id)];
  const records = await findRecords(stack.output("IdempotencyTableName"), guid, hooks, progress);
  return {
    ...{ guid, records, jobs },
    github: "problem" in github ? github : { attempts: github.attempts },
  };
}

async function askGitHub(guid: string, requests: () => Promise<Pick<HookRequests, "list" | "attempt">>) {
  try {
    const hook = await requests();
    const { attempts, any } = await attemptsOf(guid, hook);
    // All attempts in the list belong to the same hook.
    const hook_id = any ? (await attemptDetails(hook, any.id)).hook_id : null;
    return { attempts, hook_id };
  } catch (error) {
    return { problem: describeFailure(error) };
  }
}

async function attemptsOf(guid: string, requests: Pick<HookRequests, "list">) {
  const attempts: ListedAttempt[] = [];
  let any: ListedAttempt | null = null;
  let cursor: string | null = null;
  do {
    const page: Awaited<ReturnType<HookRequests["list"]>> = await requests.list(cursor);
    const listed = page.data.map(toListed);
    any ??= listed[0] ?? null;
    attempts.push(...listed.filter((attempt) => attempt.guid === guid));
    cursor = page.next;
  } while (cursor !== null);
  return { attempts, any };
}
