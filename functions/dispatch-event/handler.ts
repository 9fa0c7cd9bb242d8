import middy from "@middy/core";
import type { SQSEvent, SQSRecord } from "aws-lambda";
import { batchFailures } from "../../middleware/batch-failures.ts";
import { inTime } from "../../middleware/deadline.ts";
import type { Log } from "../../middleware/log.ts";
import { type RetryDelayOptions, retryDelay } from "../../middleware/retry-delay.ts";
import { roster } from "../core/generated/roster.ts";
import { routing as policy } from "../core/generated/routing.ts";
import { argumentValidators, isEnvelope, isWebhookPayload } from "../core/generated/validators.mjs";
import { type SettlePorts, settleMessage } from "./settle-message.ts";

const built = { roster, policy, argumentValidators, isEnvelope, isWebhookPayload };

export interface DispatchEventDeps extends Omit<SettlePorts, keyof typeof built> {
  log: Log;
  delayMessage: RetryDelayOptions["delayMessage"];
  metrics: { count(name: string, dimensions?: Record<string, string>): void };
}

/** The handler answers how each message ended; the middleware reports the ones that are to come back. */
export function createHandler(deps: DispatchEventDeps) {
  const ports = { ...built, ...deps };
  return middy<SQSEvent, unknown>()
    .use(retryDelay({ ...deps, firstDelay: 5, longestDelay: 180 }))
    .use(batchFailures(deps))
    .handler(({ Records }, context) =>
      // A slow message comes back by itself; it must not take the others of its batch along.
      Promise.allSettled(Records.map((record) => inTime(settle(record, ports), context, 3_000))),
    );
}

async function settle(record: SQSRecord, ports: SettlePorts & DispatchEventDeps): Promise<void> {
  const { delivery_id, outcome } = await settleMessage(record.body, ports);
  ports.log.info("delivery processed", { message_id: record.messageId, delivery_id, ...outcome });
  if (outcome.kind === "failed") ports.metrics.count("DeliveryFailed", { reason: outcome.reason });
}
