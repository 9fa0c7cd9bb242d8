import { sha256 } from "../../../adapters/runtime/sha256.ts";
import { classifyWebhook } from "../../../core/deliveries/classify-webhook.ts";
import { deliveryKey } from "../../../core/deliveries/delivery.ts";
import type { Envelope } from "../../../core/deliveries/envelope.ts";
import { offload } from "../../../core/deliveries/transport-gate.ts";
import { isWebhookPayload } from "../../../core/generated/validators.mjs";
import type { Job } from "../../../core/jobs/job.ts";
import { findAttempt, type HookRequests } from "../deliveries/github-events.ts";
import { CommandError } from "../errors.ts";
import type { StackPorts } from "../stack-ports.ts";
import { webhookOfAttempt } from "./captured-webhook.ts";

/**
 * The envelope of the delivery that a job came by: from its record as long as it was not in the queue, else made again
 * of what GitHub still has. Throws CommandError when it is nowhere, or is not what the job came by.
 */
export async function findEnvelope(
  job: Job,
  { deliveries, payloads }: Pick<StackPorts, "deliveries" | "payloads">,
  requests: () => Promise<Pick<HookRequests, "list" | "attempt">>,
): Promise<Envelope> {
  const pending = await deliveries.pendingEnvelope(deliveryKey(job));
  if (pending) return pending;
  const github = await requests();
  const attempt = await findAttempt(github, job.delivery_id);
  if (!attempt) {
    const advice =
      "It keeps three days. Look for its message with `dlq list`; otherwise `cancel` the job and ask again in a comment.";
    throw new CommandError(`GitHub has no delivery ${job.delivery_id} any more.`, advice);
  }
  const { headers, body } = webhookOfAttempt(await github.attempt(attempt.id));
  const envelope = remake(job, headers["x-github-event"] ?? "", JSON.parse(body.toString("utf8")));
  return offload(envelope, payloads);
}

/** As receive-webhook made it, at the time when it did. */
function remake(job: Job, event_type: string, payload: unknown): Envelope {
  const { delivery_id, hook_id } = job;
  const received = Date.parse(job.received_at ?? job.created_at);
  if (isWebhookPayload(payload)) {
    const webhook = { delivery_id, hook_id, event_type, payload };
    const classified = classifyWebhook(webhook, { sha256, clock: () => received });
    if (classified.kind === "accepted" && classified.envelope.intent_key === job.intent_key) {
      return classified.envelope;
    }
  }
  const advice = "Name the hook that it came by with --hook: another one may have used the same GUID.";
  throw new CommandError(`What GitHub delivered as ${delivery_id} is not what the job came by.`, advice);
}
