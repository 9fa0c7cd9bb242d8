import middy from "@middy/core";
import type { APIGatewayProxyStructuredResultV2 } from "aws-lambda";
import { maxResultBytes } from "../../core/employees/read-result.ts";
import { isCallbackBody, isEmployeeResult } from "../../core/generated/validators.mjs";
import type { JobStore } from "../../core/jobs/job-store.ts";
import type { Metrics } from "../../core/metrics.ts";
import type { Sha256 } from "../../core/sha256.ts";
import { callbackReport } from "../../middleware/callback-report.ts";
import { callbackValidation } from "../../middleware/callback-validation.ts";
import { contentEncoding } from "../../middleware/content-encoding.ts";
import { deadline } from "../../middleware/deadline.ts";
import { httpErrors, jsonResponse, unavailableResponse } from "../../middleware/http-errors.ts";
import { httpEvent } from "../../middleware/http-event.ts";
import { httpRoute } from "../../middleware/http-route.ts";
import { idempotency } from "../../middleware/idempotency.ts";
import { jsonBody } from "../../middleware/json-body.ts";
import { type CallbackEvent, knownCallback, type ReceivedCallback } from "../../middleware/known-callback.ts";
import { beginLog, type InvocationLog } from "../../middleware/log.ts";
import { type Origin, origin } from "../../middleware/origin.ts";
import { oncePerRequest } from "../../middleware/request-end.ts";
import { standardWebhook } from "../../middleware/standard-webhook.ts";
import { createCallbackGate } from "./callback-gate.ts";
import {
  type CallbackStatus,
  type ReceiveCallbackPorts,
  receiveHeartbeat,
  receiveResult,
} from "./receive-callback.ts";

/** Port: the secrets that sign an employee's callbacks, the current one first. */
interface EmployeeSecrets {
  read(employee: string): Promise<string[]>;
  /** Reads them again from the source; returns null if that happened very recently. */
  refresh(employee: string): Promise<string[] | null>;
}

export interface ReceiveCallbackDeps extends ReceiveCallbackPorts {
  sha256: Sha256;
  log: InvocationLog;
  metrics: Metrics;
  origin: Origin;
  jobs: Pick<JobStore, "read">;
  secrets: EmployeeSecrets;
}

const route = { method: "POST", path: "/callbacks/{id}", maxBytes: maxResultBytes };

/** Creates the handler. `before` runs from top to bottom, `after` and `onError` from bottom to top. */
export function createHandler(deps: ReceiveCallbackDeps) {
  const requestEnd = oncePerRequest(callbackReport(deps));
  const secretsOf = ({ callback: { stored } }: CallbackEvent) => ({
    read: () => deps.secrets.read(stored.employee),
    refresh: () => deps.secrets.refresh(stored.employee),
  });
  const chain = middy<CallbackEvent, APIGatewayProxyStructuredResultV2>({
    timeoutEarlyInMillis: 0,
    requestStart: beginLog(deps),
    requestEnd,
  })
    .use(httpErrors())
    .use(httpEvent())
    .use(origin(deps))
    .use(httpRoute(route))
    .use(knownCallback(deps))
    .use(standardWebhook({ secretsOf }))
    .use(contentEncoding())
    .use(jsonBody())
    .use(callbackValidation({ isCallbackBody, isEmployeeResult }))
    .use(idempotency({ gate: createCallbackGate(deps), ...callbackOfEvent }))
    .handler(async ({ callback: { stored, body, result } }) =>
      answer(
        await (result
          ? receiveResult(stored, result, deps)
          : receiveHeartbeat(stored, body.progress ?? null, deps)),
      ),
    );
  // If anything hangs, the request gets a response half a second before Lambda ends the function.
  return deadline(chain, {
    reserve: 500,
    respond: (late) => {
      const response = unavailableResponse();
      requestEnd({ ...late, response });
      return response;
    },
  });
}

const answer = (status: CallbackStatus) => jsonResponse(200, { status });

const callbackOfEvent = {
  read: ({ callback }: CallbackEvent) => callback,
  write: (event: CallbackEvent, callback: ReceivedCallback) => {
    event.callback = callback;
  },
  duplicate: () => answer("late"),
};
