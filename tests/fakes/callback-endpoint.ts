import type { APIGatewayProxyEventV2, Context } from "aws-lambda";
import { sha256 } from "../../adapters/runtime/sha256.ts";
import type { NewCallback } from "../../core/callbacks/callback-store.ts";
import type { Job } from "../../core/jobs/job.ts";
import { createHandler, type ReceiveCallbackDeps } from "../../functions/receive-callback/handler.ts";
import { createFakeCallbackStore } from "./callback-store.ts";
import { createTestClock } from "./clock.ts";
import { createFakeLog } from "./log.ts";
import { createFakeMetrics } from "./metrics.ts";
import { createFakePayloadStore } from "./payload-store.ts";
import { aJob } from "./records/job.ts";
import { createFakeTaskTokens } from "./task-tokens.ts";
import type { HttpAnswer } from "./webhook-endpoint.ts";
import { createFakeWebhookSecrets } from "./webhook-secrets.ts";
import { employeeSecret, type SignedCallbackOptions, signedCallback } from "./webhooks/signed-callback.ts";

export const callbackId = "c".repeat(48);

export const aCallback: NewCallback = {
  key: sha256(callbackId),
  job_id: "abcdefghijklmnopqrstuvwxyz-security",
  attempt: 1,
  employee: "security",
  result_key: `results/${"r".repeat(48)}.json`,
  task_token: "token-1",
  expires_at: "2026-11-23T09:10:00.000Z",
};

const { job_id, attempt } = aCallback;
export const aHeartbeat = { type: "heartbeat", job_id, attempt };
export const aResult = {
  ...{ type: "result", job_id, attempt, version: 1 },
  ...{ outcome: "answered", markdown: "All good.", usage: null },
};

/** The callback's function with fakes and one open callback; `change` replaces some of them. */
export async function createCallbackEndpoint(change: Partial<ReceiveCallbackDeps> = {}) {
  const secrets = createFakeWebhookSecrets(employeeSecret);
  const callbacks = createFakeCallbackStore();
  const tokens = createFakeTaskTokens(aCallback.task_token);
  const job: { current: Job | null } = {
    current: aJob({ job_id, attempt, employee: "security", state: "WORKER_RUNNING" }),
  };
  const fakes = {
    clock: createTestClock(),
    log: createFakeLog(),
    metrics: createFakeMetrics(),
    origin: "unchecked" as const,
    secrets,
    payloads: createFakePayloadStore(),
    jobs: { read: async () => structuredClone(job.current) },
    callbacks,
    tokens,
  };
  const handler = createHandler({ ...fakes, sha256, ...change });
  await callbacks.open(aCallback);

  async function deliver(event: APIGatewayProxyEventV2, remainingMs = 8_000): Promise<HttpAnswer> {
    const context = { getRemainingTimeInMillis: () => remainingMs } as Context;
    const answer = (await handler(structuredClone(event) as never, context)) as {
      statusCode: number;
      headers: Record<string, unknown>;
      body: string;
    };
    return { status: answer.statusCode, headers: answer.headers, body: JSON.parse(answer.body) };
  }

  return {
    ...{ ...fakes, job, handler, deliver },
    /** Signs a body and delivers it. */
    send: (body: unknown, options?: SignedCallbackOptions) =>
      deliver(signedCallback(callbackId, body, options)),
    read: async () => await callbacks.read(aCallback.key),
  };
}
