import { roster } from "../../../../core/generated/roster.ts";
import type { Job } from "../../../../core/jobs/job.ts";
import { executionName } from "../../../../core/jobs/job-id.ts";
import { requireEmployee } from "../../../../core/roster/roster.ts";
import type { Effect } from "../functions/effect-log.ts";
import type { World } from "../world.ts";
import { partOf, saidBy } from "./our-comments.ts";

/**
 * Everything that requires authority happens with authority: texts while the invocation that posts them runs;
 * an employee's work while its execution runs. Explaining a refusal or a failure requires none.
 */
export function noEffectWithoutAuthority(world: World): string[] {
  return world.effectLog.effects.flatMap((effect) => {
    const given = read(effect);
    if (!given) return [];
    const job = world.stores.jobOf(given.job_id);
    const name = `${effect.by} ${given.what} for ${given.job_id}`;
    return job
      ? faultsOf(effect, given, job, world).map((fault) => `${name} ${fault}`)
      : [`${name}, unknown`];
  });
}

interface Given {
  job_id: string;
  what: "shows" | "works" | "freezes";
  /** Of the execution; null for what is the same in all of them. */
  attempt: number | null;
}

/** What an effect gives to whom; null if it requires no authority. */
function read({ method, args, input }: Effect): Given | null {
  const [target, second, third] = args;
  if (["react", "createComment", "updateComment"].includes(method)) {
    const body = String(method === "createComment" ? second : third);
    const free = method === "react" ? third === "-1" : isExplanation(body);
    const job_id = method === "react" ? (target as Partial<Job>).job_id : partOf(body)?.job_id;
    return free ? null : { job_id: String(job_id), what: "shows", attempt: null };
  }
  const what = method === "putOnce" ? "works" : "freezes";
  const stores = method === "putOnce" || (method === "put" && String(target).startsWith("contexts/"));
  return stores ? { job_id: String(input.job_id), what, attempt: Number(input.attempt) } : null;
}

function isExplanation(body: string): boolean {
  return ["waiting", "queued", "refusal", "failure", "cancellation", "replacement"].includes(saidBy(body));
}

function faultsOf(effect: Effect, { what, attempt }: Given, job: Job, world: World): string[] {
  const { minimum_permission, context } = requireEmployee(roster, job.employee);
  if (what === "freezes") {
    const { head_sha } = JSON.parse(String(effect.args[1])) as { head_sha: string };
    return context.length === 0 || head_sha === job.head_sha ? [] : ["at another commit"];
  }
  const execution = world.executions.all.get(executionName(job.job_id, attempt ?? job.attempt));
  const since = what === "works" ? (execution?.started_at ?? Number.POSITIVE_INFINITY) : effect.since;
  const permitted = world.github.hadPermission(job.sender.login, minimum_permission, since, effect.at);
  const pinned = context.length === 0 || world.github.hadHead(job.head_sha ?? "", since, effect.at);
  return [...(permitted ? [] : ["without permission"]), ...(pinned ? [] : ["after its commit was replaced"])];
}
