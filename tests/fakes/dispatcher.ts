import type { Envelope } from "../../functions/core/deliveries/envelope.ts";
import { isEnvelope, isWebhookPayload } from "../../functions/core/generated/validators.mjs";
import type { SettlePorts } from "../../functions/dispatch-event/settle-message.ts";
import { createTestClock } from "./clock.ts";
import { createFakeDeliveryStore } from "./delivery-store.ts";
import { createFakeIntentStore } from "./intent-store.ts";
import { createFakeJobStore } from "./job-store.ts";
import { createFakeMetrics } from "./metrics.ts";
import { createFakePayloadStore } from "./payload-store.ts";
import { aRoster } from "./records/employee.ts";
import { aPolicy } from "./records/policy.ts";
import { createFakeRepositoryReader } from "./repository-reader.ts";
import { createFakeWorkflow } from "./workflow.ts";

/** Everything that the dispatcher works with, as fakes, with a roster and a policy of the tests' own. */
export function createDispatcherPorts() {
  const clock = createTestClock();
  const argumentValidators: SettlePorts["argumentValidators"] = {};
  const deadLetters: string[] = [];
  const postponed: { envelope: Envelope; seconds: number }[] = [];
  return {
    clock,
    deliveries: createFakeDeliveryStore(clock),
    intents: createFakeIntentStore(clock),
    jobs: createFakeJobStore(clock),
    metrics: createFakeMetrics(),
    noteIds: () => {},
    payloads: createFakePayloadStore(),
    reader: createFakeRepositoryReader(),
    workflow: createFakeWorkflow(),
    admit: async () => {},
    postponed,
    postpone: async (envelope: Envelope, seconds: number) => {
      postponed.push({ envelope, seconds });
    },
    roster: aRoster(),
    policy: aPolicy(),
    argumentValidators,
    isEnvelope,
    isWebhookPayload,
    deadLetters,
    sendDeadLetter: async (body: string) => {
      deadLetters.push(body);
    },
  };
}

export type DispatcherPorts = ReturnType<typeof createDispatcherPorts>;
