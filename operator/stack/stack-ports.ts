import { createBudgetTable } from "../../adapters/dynamodb/budget-table.ts";
import { createCircuitTable } from "../../adapters/dynamodb/circuit-table.ts";
import { createDeliveryTable } from "../../adapters/dynamodb/delivery-table.ts";
import { createIntentTable } from "../../adapters/dynamodb/intent-table.ts";
import { createJobIndex } from "../../adapters/dynamodb/job-index.ts";
import { createEnvelopeQueue } from "../../adapters/queues/envelope-queue.ts";
import { createJobStore } from "../../adapters/runtime/job-store.ts";
import { createPayloadBucket } from "../../adapters/storage/payload-bucket.ts";
import { createWorkflow } from "../../adapters/workflow/step-functions.ts";
import type { Stack } from "./find-stack.ts";

export type StackPorts = ReturnType<typeof stackPorts>;

/** Returns the tables, queues, buckets and workflow of a stack that `findStack` found, by the functions' own adapters. */
export function stackPorts(stack: Stack) {
  const idempotencyTable = stack.output("IdempotencyTableName");
  const jobTable = stack.output("JobTableName");
  return {
    ...createJobStore({ IDEMPOTENCY_TABLE: idempotencyTable, JOB_TABLE: jobTable }),
    index: createJobIndex(jobTable),
    deliveries: createDeliveryTable(idempotencyTable),
    intents: createIntentTable(idempotencyTable),
    budgets: createBudgetTable(idempotencyTable),
    circuits: createCircuitTable(idempotencyTable),
    payloads: createPayloadBucket(stack.output("PayloadBucketName")),
    queue: createEnvelopeQueue(stack.output("EventQueueUrl")),
    workflow: createWorkflow(stack.output("EmployeeTaskArn")),
  };
}
