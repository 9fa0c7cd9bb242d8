import { type DeliveryOutcome, deliveryKey } from "../../../../core/deliveries/delivery.ts";
import type { Job } from "../../../../core/jobs/job.ts";
import type { JobEvent } from "../../../../core/jobs/job-event.ts";
import { executionName } from "../../../../core/jobs/job-id.ts";
import { isTerminal } from "../../../../core/jobs/job-state.ts";
import type { Scenario } from "../scenarios/scenario.ts";
import type { World } from "../world.ts";

/** The records lead from every delivery to its jobs, their executions and their comments. */
export async function everythingIsTraceable(world: World, { retried = false }: Scenario): Promise<string[]> {
  const jobs = world.stores.jobs.all();
  const deliveries = world.github.sent.flatMap(({ guid, hook_id }) => {
    const outcome = world.stores.deliveries.find({ delivery_id: guid, hook_id })?.outcome ?? null;
    return jobsOf(outcome)
      .filter((id) => !jobs.some(({ job_id }) => job_id === id))
      .map((id) => `${deliveryKey({ delivery_id: guid, hook_id })} leads to ${id}, which is not there`);
  });
  const led = new Set(
    world.github.sent.flatMap(({ guid, hook_id }) =>
      jobsOf(world.stores.deliveries.find({ delivery_id: guid, hook_id })?.outcome ?? null),
    ),
  );
  const trails = await Promise.all(
    jobs.map(async (job) => trailOf(job, await world.stores.jobs.events(job.job_id), led, world, retried)),
  );
  return [...deliveries, ...trails.flat()];
}

function jobsOf(outcome: DeliveryOutcome | null): string[] {
  return outcome && "job_ids" in outcome ? outcome.job_ids : [];
}

function trailOf(job: Job, events: JobEvent[], led: Set<string>, world: World, retried: boolean): string[] {
  const wrong: string[] = [];
  const say = (text: string) => void wrong.push(`${job.job_id} ${text}`);
  if (!led.has(job.job_id)) say("is the outcome of no delivery");
  if (events.some(({ n }, index) => n !== index + 1)) say("has events out of order");
  const ends = events.filter(({ to }) => isTerminal(to)).length;
  if (ends !== 1 && !(retried && ends === 2)) say("has not ended once");
  const [first] = events;
  if (first?.ids.delivery !== job.delivery_id || !first.ids.message) say("does not say what it came from");
  const known = world.github.sent.some(
    ({ guid, hook_id }) => guid === job.delivery_id && hook_id === job.hook_id,
  );
  if (!known) say("names a delivery that was never sent");
  const dispatches = events.filter(({ to }) => to === "DISPATCHED");
  if (dispatches.some(({ ids }) => !isStarted(ids.execution, world))) say("was dispatched to no execution");
  const name = executionName(job.job_id, job.attempt);
  const arn = job.execution_arn;
  if (arn && (arn !== world.executions.arnOf(name) || !isStarted(arn, world))) {
    say("names an execution that was never started");
  }
  const told = job.last_event.to === "NOTIFIED" || job.last_event.to === "REFUSED";
  if (told && !(Number(job.last_event.ids.comment) > 0)) say("does not say where it was answered");
  return wrong;
}

function isStarted(arn: string | number | undefined, { executions }: World): boolean {
  return [...executions.all.keys()].some((name) => executions.arnOf(name) === arn);
}
