import { createCircuitTable } from "../../../functions/adapters/circuit-table.ts";
import { createDeliveryTable } from "../../../functions/adapters/delivery-table.ts";
import { createEnvelopeQueue } from "../../../functions/adapters/envelope-queue.ts";
import { createIntentTable } from "../../../functions/adapters/intent-table.ts";
import { createJobIndex } from "../../../functions/adapters/job-index.ts";
import { createJobTable } from "../../../functions/adapters/job-table.ts";
import { createPayloadBucket } from "../../../functions/adapters/payload-bucket.ts";
import { createWorkflow } from "../../../functions/adapters/workflow.ts";
import type { Stack } from "./find-stack.ts";

export type StackPorts = ReturnType<typeof stackPorts>;

/** What the functions of a stack work on, through the same adapters. Of a stack that `findStack` has found. */
export function stackPorts(stack: Stack) {
  const idempotencyTable = stack.output("IdempotencyTableName");
  const jobTable = stack.output("JobTableName");
  return {
    jobs: createJobTable(jobTable),
    index: createJobIndex(jobTable),
    deliveries: createDeliveryTable(idempotencyTable),
    intents: createIntentTable(idempotencyTable),
    circuits: createCircuitTable(idempotencyTable),
    payloads: createPayloadBucket(stack.output("PayloadBucketName")),
    queue: createEnvelopeQueue(stack.output("EventQueueUrl")),
    workflow: createWorkflow(stack.output("EmployeeTaskArn")),
  };
}
