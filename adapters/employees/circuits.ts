import type { Verdict } from "../../core/circuit/apply-verdict.ts";
import { createCircuitBreaker } from "../../core/circuit/circuit-breaker.ts";
import { employeePolicy } from "../../core/circuit/circuit-policy.ts";
import { employeeProvider, type Outage } from "../../core/circuit/outage.ts";
import { AutomationError, RetryableError } from "../../core/errors.ts";
import type { CircuitParts } from "../runtime/circuits.ts";
import { EmployeeFailure } from "./failure.ts";

/** Runs calls of an employee, or throws CircuitOpenError while it is not called. */
export interface EmployeeCircuits {
  run<Result>(employee: string, call: () => Promise<Result>): Promise<Result>;
}

/** Returns since when an employee is not called; null while it can be called. Throws RetryableError. */
export async function employeeOutage(
  key: string,
  { store, clock }: Pick<CircuitParts, "store" | "clock">,
): Promise<Outage | null> {
  const { state, until, since } = await store.read({ provider: employeeProvider, key });
  return state === "open" && until > clock() ? { provider: employeeProvider, since } : null;
}

/** Creates the circuits `circuit#employee#<name>`: an endpoint that is down costs no job its retries. */
export function createEmployeeCircuits(parts: CircuitParts): EmployeeCircuits {
  const breaker = createCircuitBreaker({
    ...parts,
    provider: employeeProvider,
    policy: employeePolicy,
    classifyError: classifyEmployeeError,
  });
  return { run: (employee, call) => breaker.run([employee], call) };
}

/** Codes of failures that the employee itself caused by its response. */
const responded = /^(employee_http_|employee_redirected|employee_function_failed|result_)/;

/** Returns what an error of a call shows about the employee. A refused task counts as an answer. */
export function classifyEmployeeError(error: unknown): Verdict {
  if (!(error instanceof AutomationError)) return { kind: "nothing" };
  const { code: reason, cause } = error;
  if (!(error instanceof RetryableError)) return { kind: responded.test(reason) ? "answer" : "nothing" };
  if (!reason.startsWith("employee_")) return { kind: "nothing" };
  const waitMs = cause instanceof EmployeeFailure ? cause.retry_after_ms : null;
  if (reason === "employee_http_429" || waitMs !== null) {
    return { kind: "limit", reason, waitMs, allCallers: true };
  }
  return { kind: "failure", reason };
}
