import { roster } from "../../../../core/generated/roster.ts";
import type { Job } from "../../../../core/jobs/job.ts";
import { isTerminal, type JobState } from "../../../../core/jobs/job-state.ts";
import { compareEntries, entryOf, laneKey } from "../../../../core/lanes/lane.ts";
import { isUndisturbed } from "../faults/fault.ts";
import type { World } from "../world.ts";

/** When a job ran: from its employee's first start to its end. */
interface Span {
  job: Job;
  from: number;
  to: number;
}

function lanesOf(world: World): Span[][] {
  const queued = world.stores.jobs.all().filter(({ employee, mode }) => {
    return mode === "active" && roster.find(({ name }) => name === employee)?.concurrency !== "parallel";
  });
  return [...Map.groupBy(queued, laneKey).values()].map((jobs) =>
    jobs.flatMap((job) => spanOf(job, world)).toSorted((a, b) => a.from - b.from),
  );
}

/** None for a job whose employee never started. */
function spanOf(job: Job, { effectLog }: World): Span[] {
  const changes = effectLog.effects.filter(
    ({ method, args }) => method === "transition" && (args[0] as Job).job_id === job.job_id,
  );
  const from = changes.find(({ args }) => args[1] === "WORKER_RUNNING")?.at;
  const to = changes.find(({ args }) => isTerminal(args[1] as JobState))?.at ?? Number.POSITIVE_INFINITY;
  return from === undefined ? [] : [{ job, from, to }];
}

/** At most one job of a lane has started and has not ended. */
export function oneAtATime(world: World): string[] {
  return lanesOf(world).flatMap((spans) =>
    spans.flatMap((span, index) => {
      const earlier = spans.slice(0, index).find(({ to }) => to > span.from);
      return earlier ? [`${span.job.job_id} starts while ${earlier.job.job_id} runs`] : [];
    }),
  );
}

/** Without faults the waiting jobs run in the order in which users asked. The first one that arrives waits for none. */
export function inOrder(world: World): string[] {
  if (!isUndisturbed(world.plan)) return [];
  return lanesOf(world).flatMap(([, ...waited]) => {
    const jobs = waited.map(({ job }) => job);
    const asked = jobs.toSorted((a, b) => compareEntries(entryOf(a, ""), entryOf(b, "")));
    return jobs.flatMap((job, index) => (job === asked[index] ? [] : [`${job.job_id} runs out of order`]));
  });
}

/** At rest no job waits in a lane. */
export function noJobWaits({ stores }: World): string[] {
  return [...stores.lanes.lanes].flatMap(([key, { waiting }]) =>
    waiting.map(({ job_id }) => `${job_id} waits in ${key} for ever`),
  );
}
