import { setTimeout as pause } from "node:timers/promises";
import { createBudgetTable } from "../../adapters/dynamodb/budget-table.ts";
import { createDeliveryTable } from "../../adapters/dynamodb/delivery-table.ts";
import { documentClient } from "../../adapters/dynamodb/document-client.ts";
import { createJobIndex } from "../../adapters/dynamodb/job-index.ts";
import { createRedeliveryTable } from "../../adapters/dynamodb/redelivery-table.ts";
import { createSweepMarks } from "../../adapters/dynamodb/sweep-marks.ts";
import { createOutages } from "../../adapters/employees/outages.ts";
import {
  createGitHubHooks,
  createGitHubPublisher,
  createGitHubWorkflowRuns,
} from "../../adapters/github/connect.ts";
import { createEnvelopeQueue } from "../../adapters/queues/envelope-queue.ts";
import { shortTimeouts } from "../../adapters/runtime/aws-client.ts";
import { createCircuitParts } from "../../adapters/runtime/circuits.ts";
import { createJobStore } from "../../adapters/runtime/job-store.ts";
import { createMetrics } from "../../adapters/runtime/metrics.ts";
import { createPacing } from "../../adapters/runtime/pacing.ts";
import { system } from "../../adapters/runtime/system.ts";
import { createPayloadBucket } from "../../adapters/storage/payload-bucket.ts";
import { createWorkflow } from "../../adapters/workflow/step-functions.ts";
import { readEnv } from "../../core/environment.ts";
import { createHandler } from "./handler.ts";

const tables = ["IDEMPOTENCY_TABLE", "JOB_TABLE", "PAYLOAD_BUCKET", "QUEUE_URL"] as const;
const services = ["GITHUB_API_URL", "GITHUB_SECRET_ID", "STAGE", "STATE_MACHINE_ARN", "SWEPT_HOOKS"] as const;
const limits = ["GITHUB_WRITES_PER_HOUR", "GITHUB_WRITES_PER_MINUTE"] as const;
const env = readEnv(process.env, [...tables, ...services, ...limits]);
const client = documentClient(shortTimeouts);
const gates = [env.IDEMPOTENCY_TABLE, client] as const;
const marks = { marks: createSweepMarks(...gates), redeliveries: createRedeliveryTable(...gates) };
const stores = { ...marks, budgets: createBudgetTable(...gates), deliveries: createDeliveryTable(...gates) };
const jobs = { ...createJobStore(env, client), index: createJobIndex(env.JOB_TABLE, client) };
const hooks = { hooks: createGitHubHooks(env), runs: createGitHubWorkflowRuns(env) };
const aws = { queue: createEnvelopeQueue(env.QUEUE_URL), workflow: createWorkflow(env.STATE_MACHINE_ARN) };
const outage = createOutages(createCircuitParts(env), env.STAGE);
const rest = { payloads: createPayloadBucket(env.PAYLOAD_BUCKET), metrics: createMetrics(env.STAGE), pause };
const github = { ...createGitHubPublisher(env), ...createPacing(env, client), ...hooks };
export const handler = createHandler({ ...system, ...stores, ...jobs, ...github, ...aws, ...rest, outage });
