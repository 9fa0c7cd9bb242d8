import { readCommands } from "../../core/commands/parse-commands.ts";
import type { CommandRequest } from "../../core/deliveries/command-request.ts";
import type { Envelope } from "../../core/deliveries/envelope.ts";
import { jobId } from "../../core/jobs/job-id.ts";
import { type JobPorts, resumeJob } from "./advance-job.ts";

/**
 * Settles the jobs that an earlier try of an intent has begun and that are not planned any more: the rollout, the labels
 * or the roster have changed in between, and nobody would come to them again. One that was dispatched goes on; any other
 * ends here, since nothing of it was seen. Answers their ids.
 */
export async function settleUnplanned(
  { intent_key, delivery_id }: Pick<Envelope, "intent_key" | "delivery_id">,
  { body }: Pick<CommandRequest, "body">,
  planned: readonly string[],
  ports: JobPorts,
): Promise<string[]> {
  const { commands, leftOut } = readCommands(body);
  const answered = leftOut ? [...commands, leftOut] : commands;
  const possible = ports.roster.flatMap(({ name }) =>
    answered.map((_, index) => jobId(intent_key, name, index + 1)),
  );
  const begun: string[] = [];
  for (const id of possible.filter((one) => !planned.includes(one))) {
    const job = await ports.jobs.read(id);
    if (!job) continue;
    begun.push(id);
    if (job.state === "RECEIVED" || job.state === "VALIDATED") {
      const note = { actor: "dispatch-event", reason: "not_planned", ids: { delivery: delivery_id } };
      await ports.jobs.transition(job, "CANCELLED", note);
    } else await resumeJob(id, ports);
  }
  return begun;
}
