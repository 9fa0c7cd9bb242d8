import { randomToken } from "../../adapters/runtime/random-text.ts";
import { sha256 } from "../../adapters/runtime/sha256.ts";
import type { Envelope } from "../../core/deliveries/envelope.ts";
import type { WebhookPayload } from "../../core/deliveries/webhook.schema.ts";
import { isEmployeeResult, isEnvelope, isWebhookPayload } from "../../core/generated/validators.mjs";
import type { CurrentRollout } from "../../core/routing/current-rollout.ts";
import type { RolloutPolicy } from "../../core/routing/routing-policy.ts";
import type { DispatchPorts } from "../../functions/dispatch-event/ports.ts";
import { createBudgetPorts } from "./budget-ports.ts";
import { createFakeCheckRuns } from "./check-runs.ts";
import { createTestClock } from "./clock.ts";
import { createFakeDeliveryStore } from "./delivery-store.ts";
import { createFakeIntentStore } from "./intent-store.ts";
import { createFakeJobIndex } from "./job-index.ts";
import { createFakeJobStore } from "./job-store.ts";
import { createLanePorts } from "./lane-ports.ts";
import { createFakeMetrics } from "./metrics.ts";
import { createPacingPorts } from "./pacing-ports.ts";
import { createFakePayloadStore } from "./payload-store.ts";
import { aRoster } from "./records/employee.ts";
import { aPolicy } from "./records/policy.ts";
import { createFakeRepositoryReader } from "./repository-reader.ts";
import { createFakeRolloutStore } from "./rollout-store.ts";
import { createFakeWorkflow } from "./workflow.ts";

/** The dispatcher's ports as fakes, with a roster and a policy for tests. */
export function createDispatcherPorts() {
  const clock = createTestClock();
  const argumentValidators: DispatchPorts["argumentValidators"] = {};
  const deadLetters: string[] = [];
  const reader = createFakeRepositoryReader();
  const jobs = createFakeJobStore(clock);
  const postponed: { envelope: Envelope; seconds: number }[] = [];
  return {
    clock,
    ...createBudgetPorts(),
    deliveries: createFakeDeliveryStore(clock),
    intents: createFakeIntentStore(clock),
    jobs,
    index: createFakeJobIndex(jobs),
    ...createLanePorts(),
    ...createPacingPorts({ clock, jobs }),
    sha256,
    metrics: createFakeMetrics(),
    checks: createFakeCheckRuns(),
    noteIds: () => {},
    payloads: createFakePayloadStore(),
    reader,
    rollout: async (built: RolloutPolicy): Promise<CurrentRollout> => ({ policy: built, version: 0 }),
    rollouts: createFakeRolloutStore(clock),
    stageMode: "active",
    workflow: createFakeWorkflow(),
    admit: async () => {},
    isEmployeeResult,
    randomToken,
    postponed,
    postpone: async (envelope: Envelope, seconds: number) => {
      postponed.push({ envelope, seconds });
    },
    roster: aRoster(),
    policy: aPolicy(),
    argumentValidators,
    isEnvelope,
    isWebhookPayload(value: unknown): value is WebhookPayload {
      if (!isWebhookPayload(value)) return false;
      reader.learn(value);
      return true;
    },
    deadLetters,
    sendDeadLetter: async (body: string) => {
      deadLetters.push(body);
    },
  };
}

export type DispatcherPorts = ReturnType<typeof createDispatcherPorts>;
