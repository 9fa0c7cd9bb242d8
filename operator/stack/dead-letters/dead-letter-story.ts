import { readDelivery } from "../deliveries/delivery-records.ts";
import type { Stack } from "../find-stack.ts";
import { jobIds } from "../jobs/job-ids.ts";
import type { Letter } from "./dead-letter-queue.ts";
import { describeLetter, envelopeOf } from "./describe-dead-letter.ts";

/** A dead letter with what became of its delivery, and the jobs that came of it. */
export async function letterStory(letter: Letter, stack: Stack) {
  const envelope = envelopeOf(letter);
  const delivery = envelope && (await readDelivery(stack.output("IdempotencyTableName"), envelope));
  const jobs: string[] = [];
  if (envelope) {
    const place = { index: "by-delivery", value: envelope.delivery_id, since: null, until: null } as const;
    for await (const { job_id } of jobIds(stack.output("JobTableName"), place)) jobs.push(job_id);
  }
  return { ...describeLetter(letter, envelope, delivery), jobs };
}
