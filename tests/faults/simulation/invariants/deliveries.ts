import { deliveryKey } from "../../../../core/deliveries/delivery.ts";
import { isTerminal } from "../../../../core/jobs/job-state.ts";
import { isUndisturbed } from "../faults/fault.ts";
import type { Scenario } from "../scenarios/scenario.ts";
import type { World } from "../world.ts";
import { endOf } from "./answers.ts";

/** Every accepted event has an outcome; every other event is accepted in the end. */
export function acceptedIsTerminal(world: World): string[] {
  return world.github.sent.flatMap(({ guid, hook_id }) => {
    const id = { delivery_id: guid, hook_id };
    const delivery = world.stores.deliveries.find(id);
    const accepted = world.github.arrived.some((event) => event.guid === guid && event.hook_id === hook_id);
    if (!delivery)
      return [`${deliveryKey(id)} was ${accepted ? "accepted and is not recorded" : "never accepted"}`];
    if (delivery.status !== "PROCESSED") return [`${deliveryKey(id)} is ${delivery.status} for ever`];
    return delivery.outcome?.kind === "failed"
      ? [`${deliveryKey(id)} failed: ${delivery.outcome.reason}`]
      : [];
  });
}

/** GitHub gets "duplicate" only if an earlier copy is queued or done. */
export function noFalseDuplicates({ github }: World): string[] {
  const wrong = github.arrived.filter(
    ({ body, recorded }) => body.duplicate === true && recorded === "RECEIVED",
  );
  return wrong.map(({ guid }) => `${guid} was called a duplicate of what is not in the queue`);
}

/** Every job has ended; their number and outcomes are those of the scenario. */
export function jobsEnd(world: World, { jobs: expected, ends, contested = false }: Scenario): string[] {
  const jobs = world.stores.jobs.all();
  // An employee that does not respond within its time limit has failed, and so has a run that starts too late to report.
  const hung = world.calls.made.some(
    ({ by, nature, fault }) => fault === "hang" && (nature === "work" || by.startsWith("callEmployee/")),
  );
  const usual = isUndisturbed(world.plan) && !contested ? ends.slice(0, 1) : ends;
  const allowed: readonly string[] = hung ? [...usual, "failed"] : usual;
  const wrong = jobs.flatMap((job) => {
    if (!isTerminal(job.state)) return [`${job.job_id} is ${job.state} for ever`];
    const end = endOf(job);
    return end && allowed.includes(end) ? [] : [`${job.job_id} is ${end}: ${job.last_event.reason}`];
  });
  const fits = [expected].flat().includes(jobs.length);
  return fits ? wrong : [`There are ${jobs.length} jobs, not ${expected}`, ...wrong];
}

/** No temporary fault dead-letters a message: no operator has to redrive anything. */
export function noDeadLetters({ queue }: World): string[] {
  return queue.deadLetters.length === 0 ? [] : [`${queue.deadLetters.length} dead letters`];
}
