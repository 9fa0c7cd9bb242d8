import type { Job } from "../../../../core/jobs/job.ts";
import { isVisible } from "../../../../core/jobs/job-mode.ts";
import type { Call } from "../faults/calls.ts";
import { isUndisturbed } from "../faults/fault.ts";
import type { End, Scenario } from "../scenarios/scenario.ts";
import type { World } from "../world.ts";
import { partOf, type Said, saidBy } from "./our-comments.ts";

/** How a job has ended; null for a job that has not. */
export function endOf({ state, outcome, last_event }: Job): End | null {
  if (state === "NOTIFIED") return outcome === "failed" ? "failed" : "answered";
  if (state === "REFUSED") return "refused";
  if (state === "IGNORED") return "shadowed";
  if (state === "SUPERSEDED") return "replaced";
  if (state !== "CANCELLED") return null;
  if (last_event.reason.startsWith("pull_request_")) return "stopped";
  if (last_event.reason.startsWith("untold: ")) return "untold";
  return /^(operator|github):/.test(last_event.actor) ? "stopped" : "withdrawn";
}

const toBeSaid: Record<End, Said | null> = {
  answered: "answer",
  failed: "failure",
  refused: "refusal",
  replaced: "replacement",
  shadowed: null,
  stopped: "cancellation",
  untold: "failure",
  withdrawn: null,
};

/** At rest a job has one comment, which says how it ended and which its record names, with its place. */
export function oneAnswer(world: World, { lostByHuman = false, retried = false }: Scenario): string[] {
  const own = world.github.writer.comments.filter(({ ours }) => ours);
  const jobs = world.stores.jobs.all();
  const wrong = jobs.flatMap((job) => {
    const [comment, ...others] = own.filter(({ body }) => partOf(body)?.job_id === job.job_id);
    const end = endOf(job);
    const wanted = isVisible(job) ? end && toBeSaid[end] : null;
    if (others.length > 0) return [`${job.job_id} has ${others.length + 1} visible answers`];
    if (!comment) return wanted && !lostByHuman ? [`${job.job_id} is ${end} and has no visible answer`] : [];
    const said = saidBy(comment.body);
    // If the command of a later attempt is withdrawn, the earlier attempt's text stays.
    if (retried && end === "withdrawn" && said === "failure") return [];
    if (said !== wanted) return [`${job.job_id} is ${end} and its comment says ${said}`];
    const place = job.comment?.thread ?? null;
    if (place !== comment.thread) return [`${job.job_id} looks for its comment ${comment.id} in ${place}`];
    return job.comment?.id === comment.id ? [] : [`${job.job_id} does not know its comment ${comment.id}`];
  });
  const strays = own.filter(({ body }) => !jobs.some(({ job_id }) => job_id === partOf(body)?.job_id));
  return [...wrong, ...strays.map(({ id }) => `The comment ${id} belongs to no job`)];
}

/** While all jobs are in shadow, no function changes anything on GitHub, not even for a moment. */
export function nothingInShadow({ stores, calls }: World): string[] {
  const jobs = stores.jobs.all();
  if (jobs.length === 0 || jobs.some(isVisible)) return [];
  const writes = calls.made.filter(
    ({ what }) => /^(writer|checks)\./.test(what) && !/\.(own|find|list)/.test(what),
  );
  return writes.map(({ by, what }) => `${by} calls ${what} for a job in shadow`);
}

/** At rest no comment has our 👀 reaction; reactions of a deleted comment do not count. */
export function noReactionLeft({ github }: World): string[] {
  if (Object.values(github.reader.repository.comments).includes(null)) return [];
  const eyes = [...github.writer.reactions.values()].filter((reaction) => reaction === "eyes");
  return eyes.map(() => "The 👀 reaction is still there");
}

/** The pull request shows the texts that the scenario requires before the final one. */
export function showsTextsOnTheWay({ plan, effectLog }: World, { says = [] }: Scenario): string[] {
  if (!isUndisturbed(plan)) return [];
  const edits = effectLog.effects.filter(({ method }) => method === "updateComment");
  const said = edits.map(({ args }) => saidBy(String(args[2])));
  return says
    .filter((wanted) => !said.includes(wanted))
    .map((wanted) => `The pull request never says ${wanted}`);
}

/** No function posts a text that was already visible when the function started, unless its list lagged. */
export function noSecondPost({ effectLog, calls }: World): string[] {
  const posts = effectLog.effects.filter(
    ({ method, by }) => method === "createComment" && !readLaggingList(by, calls.made),
  );
  const again = posts.filter(({ args, shown }) => {
    const posted = partOf(String(args[1]));
    return shown.map(partOf).some((seen) => seen?.job_id === posted?.job_id && seen?.part === posted?.part);
  });
  return again.map(({ by }) => `${by} posts an answer that is visible already`);
}

function readLaggingList(instance: string, calls: readonly Call[]): boolean {
  return calls.some(
    ({ by, what, fault }) => by === instance && what === "writer.ownComments" && fault === "stale",
  );
}

/** No job ends with two answers that were visible before the function that ended it started. */
export function endsAlone({ effectLog, calls }: World): string[] {
  const ends = effectLog.effects.filter(({ method, args, by }) => {
    if (readLaggingList(by, calls.made)) return false;
    return method === "transition" && (args[1] === "NOTIFIED" || args[1] === "REFUSED");
  });
  return ends.flatMap(({ args, shown }) => {
    const { job_id } = args[0] as Job;
    const seen = shown.filter((body) => partOf(body)?.job_id === job_id);
    return seen.length > 1 ? [`${job_id} ends beside ${seen.length} answers`] : [];
  });
}

/** An employee that has stored its result is not run again. Callbacks may repeat it. */
export function runsOnce({ effectLog }: World): string[] {
  const leftAt = new Map<string, number>();
  const again: string[] = [];
  for (const { method, args, at, since, by } of effectLog.effects) {
    if (method !== "putOnce" || by.startsWith("receiveCallback/")) continue;
    const key = String(args[0]);
    if (since > (leftAt.get(key) ?? Number.POSITIVE_INFINITY)) again.push(`${by} runs the employee again`);
    if (!leftAt.has(key)) leftAt.set(key, at);
  }
  return again;
}

/** The result that an attempt publishes was stored by a run of that attempt. */
export function publishesItsOwn({ effectLog, stores }: World): string[] {
  return stores.jobs.all().flatMap(({ job_id, attempt, result_ref }) => {
    const left = effectLog.effects.filter(
      ({ method, args }) => method === "putOnce" && args[0] === result_ref?.key,
    );
    const own = left.every(({ input }) => input.job_id === job_id && input.attempt === attempt);
    return own && (result_ref === null || left.length > 0)
      ? []
      : [`${job_id} publishes what was left for another`];
  });
}
