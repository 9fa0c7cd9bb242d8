import { sha256 } from "../../../adapters/runtime/sha256.ts";
import { classifyWebhook } from "../../../core/deliveries/classify-webhook.ts";
import { deliveryKey } from "../../../core/deliveries/delivery.ts";
import type { Envelope } from "../../../core/deliveries/envelope.ts";
import { offload } from "../../../core/deliveries/transport-gate.ts";
import { isWebhookPayload } from "../../../core/generated/validators.mjs";
import type { Job } from "../../../core/jobs/job.ts";
import { findAttempt, type HookRequests } from "../deliveries/github-events.ts";
import { OperatorError } from "../errors.ts";
import type { StackPorts } from "../stack-ports.ts";
import { webhookOfAttempt } from "./captured-webhook.ts";

/**
 * Returns the envelope of the delivery that created a job: from its record if it has not reached the queue, otherwise
 * rebuilt from GitHub's copy. Throws OperatorError if neither has it, or if GitHub's copy is of another webhook.
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
      "GitHub keeps three days. Look for its message with `dlq list`, or `cancel` the job and ask again in a comment.";
    throw new OperatorError(`GitHub no longer has the delivery ${job.delivery_id}.`, advice);
  }
  const { headers, body } = webhookOfAttempt(await github.attempt(attempt.id));
  const envelope = rebuild(job, headers["x-github-event"] ?? "", JSON.parse(body.toString("utf8")));
  return offload(envelope, payloads);
}

/** Builds the envelope as receive-webhook did, with the same time. */
function rebuild(job: Job, event_type: string, payload: unknown): Envelope {
  const { delivery_id, hook_id } = job;
  const received = Date.parse(job.received_at ?? job.created_at);
  if (isWebhookPayload(payload)) {
    const webhook = { delivery_id, hook_id, event_type, payload };
    const classified = classifyWebhook(webhook, { sha256, clock: () => received });
    if (classified.kind === "accepted" && classified.envelope.intent_key === job.intent_key) {
      return classified.envelope;
    }
  }
  const advice = "Give its hook with --hook: another hook may have used the same GUID.";
  throw new OperatorError(`GitHub's delivery ${delivery_id} is not the one that created the job.`, advice);
}
