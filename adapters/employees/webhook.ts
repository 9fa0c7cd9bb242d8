import type { CancelNotice } from "../../core/callbacks/callback-store.ts";
import { retryAfterMs } from "../../core/circuit/retry-after.ts";
import type { Clock } from "../../core/clock.ts";
import type { EmployeeCaller } from "../../core/employees/employee-caller.ts";
import { requireReply } from "../../core/employees/read-reply.ts";
import { AutomationError, CircuitOpenError, PermanentError, RetryableError } from "../../core/errors.ts";
import { executionName } from "../../core/jobs/job-id.ts";
import { type Employee, longestInvocation } from "../../core/roster/employee.ts";
import type { EmployeeSecrets } from "../secrets/employee-secrets.ts";
import type { EmployeeCircuits } from "./circuits.ts";
import { networkError, statusError } from "./failure.ts";
import { type IncomingResponse, sendRequest } from "./send-request.ts";
import { signMessage } from "./sign-message.ts";
import { findTarget, type TargetRules } from "./webhook-target.ts";

export interface WebhookCallerDeps extends TargetRules {
  secrets: Pick<EmployeeSecrets, "read">;
  circuits: EmployeeCircuits;
  clock: Clock;
  /** Certificates of other authorities than those that Node.js trusts. */
  ca?: string;
}

/** Longest wait for the response to a cancel notice. */
const noticeMs = 10_000;

/**
 * Calls employees over HTTPS with messages signed by Standard Webhooks. A response with status 200 is the result, 202
 * announces it for later. `webhook-id` is the same for all repetitions of an attempt, so a receiver can recognize them.
 */
export function createWebhookCaller(deps: WebhookCallerDeps): EmployeeCaller {
  async function post(employee: Employee, id: string, message: object, signal: AbortSignal) {
    const { webhook, name } = employee;
    if (!webhook) throw new PermanentError("employee_url_missing", `The roster has no URL for ${name}`);
    const body = JSON.stringify(message);
    const signature = signMessage({ id, sentAt: deps.clock(), body }, await deps.secrets.read(name));
    const target = await findTarget(webhook.url, deps);
    const headers = {
      ...signature,
      "content-type": "application/json",
      "user-agent": "pr-comment-automation",
    };
    const request = { ...target, headers, body, ...(deps.ca === undefined ? {} : { ca: deps.ca }) };
    return sendRequest(request, signal).catch((error: unknown) => {
      if (signal.aborted) throw noResponse();
      throw networkError(error);
    });
  }

  return {
    async call(employee, task, signal) {
      const id = executionName(task.job_id, task.attempt);
      const seconds = Math.min(employee.heartbeat_seconds, longestInvocation);
      const silence = AbortSignal.timeout(seconds * 1_000);
      return deps.circuits.run(employee.name, async () => {
        const response = await post(employee, id, task, AbortSignal.any([signal, silence]));
        return response.status === 202 ? "later" : { result: resultOf(response, deps.clock()) };
      });
    },

    async cancel(employee, job, signal): Promise<CancelNotice> {
      const id = `${executionName(job.job_id, job.attempt)}-cancelled`;
      const limit = AbortSignal.any([signal, AbortSignal.timeout(noticeMs)]);
      try {
        const { status } = await post(employee, id, job, limit);
        return status >= 200 && status < 300 ? "heard" : "refused";
      } catch (error) {
        if (isUnreachable(error)) return "unreachable";
        throw error;
      }
    },
  };
}

function resultOf({ status, retryAfter, body }: IncomingResponse, now: number): string {
  if (status === 200) return requireReply(body);
  throw statusError(status, retryAfterMs(retryAfter, now));
}

const noResponse = (): RetryableError =>
  new RetryableError("employee_no_response", "The employee's endpoint did not respond in time");

/** Secrets Manager's failures are retried; the notice fails for good for a reason of the employee's. */
function isUnreachable(error: unknown): boolean {
  if (error instanceof CircuitOpenError) return true;
  return error instanceof AutomationError && /^(employee|result)_/.test(error.code);
}
