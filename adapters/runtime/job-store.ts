import { jobStoreWithLanes } from "../../core/lanes/job-store-with-lanes.ts";
import { createCallbackTable } from "../dynamodb/callback-table.ts";
import type { documentClient } from "../dynamodb/document-client.ts";
import { createJobTable } from "../dynamodb/job-table.ts";
import { createLaneTable } from "../dynamodb/lane-table.ts";
import { createTaskTokens } from "../workflow/task-tokens.ts";
import { system } from "./system.ts";

/**
 * Opens the job table for code that can end a job: a job that ends hands its lane over. Returns also what a turn in a lane
 * and a cancellation need.
 */
export function createJobStore(
  env: { IDEMPOTENCY_TABLE: string; JOB_TABLE: string },
  client?: ReturnType<typeof documentClient>,
) {
  const parts = {
    lanes: createLaneTable(env.IDEMPOTENCY_TABLE, client),
    tokens: createTaskTokens(),
    clock: system.clock,
  };
  const jobs = jobStoreWithLanes(createJobTable(env.JOB_TABLE, client), parts);
  return { ...parts, jobs, callbacks: createCallbackTable(env.IDEMPOTENCY_TABLE, client) };
}
