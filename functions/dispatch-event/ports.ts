import type { AuthorityPorts } from "../../core/authority/authority.ts";
import type { CheckRequestPorts } from "../../core/checks/check-request.ts";
import type { DeliveryStore } from "../../core/deliveries/delivery.ts";
import type { Envelope } from "../../core/deliveries/envelope.ts";
import type { IntentStore } from "../../core/deliveries/intent-store.ts";
import type { PayloadStore } from "../../core/deliveries/payload-store.ts";
import type { WebhookPayload } from "../../core/deliveries/webhook.schema.ts";
import type { PlanningPorts } from "../../core/dispatch/plan-delivery.ts";
import type { CancelPorts } from "../../core/jobs/cancel-job.ts";
import type { JobStore, PullRequestIndex } from "../../core/jobs/job-store.ts";
import type { AddLogIds } from "../../core/jobs/log-ids.ts";
import type { StoppableWorkflow } from "../../core/jobs/workflow.ts";
import type { Metrics } from "../../core/metrics.ts";
import type { Employee } from "../../core/roster/employee.ts";

/** What a job needs on its way to a running execution. */
export interface JobPorts extends AuthorityPorts {
  jobs: JobStore;
  index: PullRequestIndex;
  workflow: StoppableWorkflow;
  callbacks: CancelPorts["callbacks"];
  tokens: CancelPorts["tokens"];
  roster: Employee[];
  /** Time before the reader asks GitHub, ISO 8601 UTC. Without it, the first step asks again. */
  asked_at?: string;
  /** How often the message was received, including this time; default 1. */
  receives?: number;
}

/** What a message needs. */
export type DispatchPorts = JobPorts &
  PlanningPorts &
  CheckRequestPorts & {
    jobs: JobStore;
    deliveries: DeliveryStore;
    intents: IntentStore;
    payloads: Pick<PayloadStore, "get">;
    isEnvelope(value: unknown): value is Envelope;
    isWebhookPayload(value: unknown): value is WebhookPayload;
    metrics: Metrics;
    noteIds: AddLogIds;
    /** Port: sends a message that cannot be read to the dead-letter queue, for an operator. */
    sendDeadLetter(body: string): Promise<void>;
    /** Port: sends the envelope to the queue once more, to be delivered after this many seconds. */
    postpone(envelope: Envelope, seconds: number): Promise<unknown>;
  };
