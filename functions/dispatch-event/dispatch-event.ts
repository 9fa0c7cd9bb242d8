import { readCommandRequest } from "../../core/deliveries/command-request.ts";
import type { DeliveryOutcome } from "../../core/deliveries/delivery.ts";
import { deliveryKey } from "../../core/deliveries/delivery.ts";
import type { Envelope } from "../../core/deliveries/envelope.ts";
import type { IntentStore } from "../../core/deliveries/intent-store.ts";
import type { PayloadStore } from "../../core/deliveries/payload-store.ts";
import type { WebhookPayload } from "../../core/deliveries/webhook.schema.ts";
import { type PlanningPorts, planDelivery } from "../../core/dispatch/plan-delivery.ts";
import { whyIgnored } from "../../core/dispatch/why-ignored.ts";
import { PermanentError, RetryableError } from "../../core/errors.ts";
import type { Metrics } from "../../core/metrics.ts";
import { advanceJob, type JobPorts, resumeJob } from "./advance-job.ts";
import { settleUnplanned } from "./settle-unplanned.ts";

export type DispatchPorts = JobPorts &
  PlanningPorts & {
    intents: IntentStore;
    payloads: Pick<PayloadStore, "get">;
    isWebhookPayload(value: unknown): value is WebhookPayload;
    metrics: Metrics;
  };

/**
 * Turns one delivery into jobs. Every step can be repeated from any point by the same delivery, so a failure
 * anywhere in it is fixed by the next delivery of the message. Throws RetryableError for what may pass, PermanentError for a
 * message that can never be dispatched.
 */
export async function dispatchEvent(envelope: Envelope, ports: DispatchPorts): Promise<DeliveryOutcome> {
  const payload = await readPayload(envelope, ports);
  const request = readCommandRequest(envelope, payload);
  if (request === null) return { kind: "ignored", reason: "no_text" };
  const reason = whyIgnored(envelope, request, ports);
  if (reason !== null) return { kind: "ignored", reason };

  const owner = deliveryKey(envelope);
  const claim = await ports.intents.claim(envelope.intent_key, owner);
  if (claim.kind === "busy") {
    throw new RetryableError("intent_busy", "Another delivery of this intent is being dispatched");
  }
  if (claim.kind === "dispatched") {
    for (const id of claim.job_ids) await resumeJob(id, ports);
    return { kind: claim.owner === owner ? "dispatched" : "duplicate", job_ids: claim.job_ids };
  }

  const { due, rollout, ignored } = await planDelivery(envelope, request, ports);
  for (const job of due) await advanceJob({ ...job, rollout }, ports);
  const jobIds = due.map(({ job }) => job.job_id);
  if (claim.again) jobIds.push(...(await settleUnplanned(envelope, request, jobIds, ports)));
  await ports.intents.dispatched(envelope.intent_key, owner, jobIds);
  if (ignored !== null && jobIds.length === 0) return { kind: "ignored", reason: ignored };
  // Here and nowhere else: a repeat of this message finds the intent dispatched and does not come so far.
  ports.metrics.count("DeliveryDispatched");
  ports.metrics.time("ReceiptToDispatch", ports.clock() - Date.parse(envelope.received_at));
  return { kind: "dispatched", job_ids: jobIds };
}

async function readPayload(envelope: Envelope, ports: DispatchPorts): Promise<WebhookPayload> {
  const ref = envelope.payload_ref;
  const payload = ref.kind === "inline" ? ref.payload : await ports.payloads.get(ref);
  if (!ports.isWebhookPayload(payload)) {
    throw new PermanentError("malformed_payload", "The envelope's payload is not a GitHub event");
  }
  return payload;
}
