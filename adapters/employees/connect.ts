import type { CalledRunnerName, EmployeeCaller } from "../../core/employees/employee-caller.ts";
import { type CircuitEnvironment, createCircuitParts } from "../runtime/circuits.ts";
import type { EmployeeSecrets } from "../secrets/employee-secrets.ts";
import { createEmployeeCircuits } from "./circuits.ts";
import { createLambdaCaller } from "./lambda.ts";
import { createWebhookCaller } from "./webhook.ts";
import { readLocalHosts } from "./webhook-target.ts";

/** Connects the callers of employees outside the stack with their secrets and circuits. */
export function connectCallers(
  env: CircuitEnvironment & { EMPLOYEE_HOSTS_LOCAL?: string },
  secrets: EmployeeSecrets,
) {
  const circuits = createEmployeeCircuits(createCircuitParts(env));
  const localHosts = readLocalHosts(env.EMPLOYEE_HOSTS_LOCAL, env.STAGE);
  return (allowedHosts: readonly string[]): Record<CalledRunnerName, EmployeeCaller> => ({
    webhook: createWebhookCaller({ secrets, circuits, localHosts, allowedHosts, clock: Date.now }),
    lambda: createLambdaCaller({ circuits }),
  });
}
