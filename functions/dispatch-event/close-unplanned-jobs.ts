import type { CommandRequest } from "../../core/deliveries/command-request.ts";
import type { Envelope } from "../../core/deliveries/envelope.ts";
import { jobId } from "../../core/jobs/job-id.ts";
import { undispatchedStates } from "../../core/jobs/job-state.ts";
import { actor, resumeJob } from "./job-steps.ts";
import type { JobPorts } from "./ports.ts";

/**
 * Closes the jobs that an earlier attempt at an intent created and that are no longer planned, because the rollout, the
 * labels or the roster changed in between: nothing else would come back to them. A dispatched job continues. Any other
 * is cancelled, because it is not visible yet. Returns the IDs of both.
 */
export async function closeUnplannedJobs(
  { intent_key, delivery_id }: Pick<Envelope, "intent_key" | "delivery_id">,
  { comment: { commands, leftOut } }: Pick<CommandRequest, "comment">,
  planned: readonly string[],
  ports: JobPorts,
): Promise<string[]> {
  const answered = leftOut ? [...commands, leftOut] : commands;
  const possible = ports.roster.flatMap(({ name }) =>
    answered.map((_, index) => jobId(intent_key, name, index + 1)),
  );
  const found: string[] = [];
  for (const id of possible.filter((one) => !planned.includes(one))) {
    const job = await ports.jobs.read(id);
    if (!job) continue;
    found.push(id);
    if (undispatchedStates.includes(job.state)) {
      const note = { actor, reason: "not_planned", ids: { delivery: delivery_id } };
      await ports.jobs.transition(job, "CANCELLED", note);
    } else await resumeJob(id, ports);
  }
  return found;
}
