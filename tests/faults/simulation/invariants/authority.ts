import { maxAuthorityAgeMs } from "../../../../core/authority/confirm-authority.ts";
import { roster } from "../../../../core/generated/roster.ts";
import type { Job } from "../../../../core/jobs/job.ts";
import { requireEmployee } from "../../../../core/roster/roster.ts";
import type { Effect } from "../functions/effect-log.ts";
import type { World } from "../world.ts";
import { partOf, saidBy } from "./our-comments.ts";

/**
 * Everything that requires authority happens with authority. Texts: within the minute before the invocation that posts
 * them, or while it runs. The start of an employee: while the invocation runs that starts it. Its work: since that start.
 * Explaining a refusal or a failure requires none.
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
  what: "shows" | "starts" | "works" | "freezes";
}

/** What an effect gives to whom; null if it requires no authority. */
function read({ method, args, input }: Effect): Given | null {
  const [target, second, third] = args;
  const reacts = method === "react" || method === "replaceReaction";
  if (reacts || ["createComment", "updateComment"].includes(method)) {
    const body = String(method === "createComment" ? second : third);
    const free = reacts ? third === "-1" : isExplanation(body);
    const job_id = reacts ? (target as Partial<Job>).job_id : partOf(body)?.job_id;
    return free ? null : { job_id: String(job_id), what: "shows" };
  }
  if (isStart({ method, args })) return { job_id: String(input.job_id), what: "starts" };
  const what = method === "putOnce" ? "works" : "freezes";
  const stores = method === "putOnce" || (method === "put" && String(target).startsWith("contexts/"));
  return stores ? { job_id: String(input.job_id), what } : null;
}

function isStart({ method, args }: Pick<Effect, "method" | "args">): boolean {
  return method === "transition" && args[1] === "WORKER_RUNNING";
}

function isExplanation(body: string): boolean {
  return ["waiting", "queued", "refusal", "failure", "cancellation", "replacement"].includes(saidBy(body));
}

function faultsOf(effect: Effect, { what }: Given, job: Job, world: World): string[] {
  const { minimum_permission, context } = requireEmployee(roster, job.employee);
  if (what === "freezes") {
    const { head_sha } = JSON.parse(String(effect.args[1])) as { head_sha: string };
    return context.length === 0 || head_sha === job.head_sha ? [] : ["at another commit"];
  }
  const since = { shows: effect.since - maxAuthorityAgeMs - maxSkewMs(world), starts: effect.since };
  const from = what === "works" ? startOf(effect, world) : since[what];
  const permitted = world.github.hadPermission(job.sender.login, minimum_permission, from, effect.at);
  const pinned = context.length === 0 || world.github.hadHead(job.head_sha ?? "", from, effect.at);
  return [...(permitted ? [] : ["without permission"]), ...(pinned ? [] : ["after its commit was replaced"])];
}

/** A confirmation is dated by one clock and read by another. */
function maxSkewMs({ plan }: World): number {
  const skews = [0, ...Object.values(plan.skews)];
  return 1_000 * (Math.max(...skews) - Math.min(...skews));
}

/** Returns when the invocation began that started the run; never, if none did. */
function startOf({ at, input }: Effect, { effectLog }: World): number {
  const starts = effectLog.effects.filter(
    (one) =>
      isStart(one) &&
      one.at <= at &&
      one.input.job_id === input.job_id &&
      one.input.attempt === input.attempt,
  );
  return starts.at(-1)?.since ?? Number.POSITIVE_INFINITY;
}
