import type { BudgetLimits } from "../../../../core/budgets/budget-limits.ts";
import type { PaceLimits } from "../../../../core/pacing/pace.ts";
import type { Employee } from "../../../../core/roster/employee.ts";
import type { RoutingPolicy } from "../../../../core/routing/routing-policy.ts";
import { createHandler as acknowledgeJob } from "../../../../functions/acknowledge-job/handler.ts";
import { createHandler as awaitTurn } from "../../../../functions/await-turn/handler.ts";
import { createHandler as callEmployee } from "../../../../functions/call-employee/handler.ts";
import { createHandler as compensateJob } from "../../../../functions/compensate-job/handler.ts";
import { createHandler as dispatchEvent } from "../../../../functions/dispatch-event/handler.ts";
import { createHandler as freezeContext } from "../../../../functions/freeze-context/handler.ts";
import { createHandler as publishFailure } from "../../../../functions/publish-failure/handler.ts";
import { createHandler as publishResult } from "../../../../functions/publish-result/handler.ts";
import { createHandler as receiveCallback } from "../../../../functions/receive-callback/handler.ts";
import { createHandler as receiveWebhook } from "../../../../functions/receive-webhook/handler.ts";
import { createHandler as runEmployee } from "../../../../functions/run-employee/handler.ts";
import { createHandler as sweepDeliveries } from "../../../../functions/sweep-deliveries/handler.ts";
import type { Handler } from "../platform/lambda.ts";
import type { FunctionName } from "../platform/settings.ts";
import type { portsOf } from "./ports.ts";

export type Ports = ReturnType<typeof portsOf>;

/** What a scenario changes of the project's own files. */
export interface Settings {
  policy?: RoutingPolicy;
  roster?: Employee[];
  budgetLimits?: BudgetLimits;
  paceLimits?: PaceLimits;
  /** The executions were started by an earlier version, with its definition. */
  isBeforePacing?: boolean;
}

/** A product that lacks something, to see which violation the simulation reports. */
export interface Broken {
  breakPorts?(ports: Ports, name: FunctionName): Partial<Ports>;
  /** Whether the queue learns which messages of a batch have failed. */
  reportsFailures?: boolean;
}

/** What `call-employee` writes into a task. */
const addresses = {
  callbackUrl: "https://hooks.example.com/callbacks/",
  secretIdOf: (employee: string) => `pr-comment-automation/dev/employees/${employee}`,
  links: { linkTo: async () => "https://bucket.example.com/context" },
  stage: "dev",
};

const handlers: Partial<Record<FunctionName, (ports: Ports & Settings) => unknown>> = {
  receiveWebhook,
  receiveCallback: ({ employeeSecrets, ...ports }) => receiveCallback({ ...ports, secrets: employeeSecrets }),
  dispatchEvent,
  sweepDeliveries,
  acknowledgeJob,
  awaitTurn,
  freezeContext,
  runEmployee,
  callEmployee: (ports) => callEmployee({ ...ports, ...addresses }),
  publishResult,
  compensateJob,
  publishFailure,
};

/** The functions that scenarios run; workflow employees have tests of their own. */
export const simulatedFunctions = Object.keys(handlers);

/** A function's own chain around these ports. */
export function createFunction(
  name: FunctionName,
  ports: Ports,
  { breakPorts = () => ({}), ...settings }: Settings & Broken,
): Handler {
  const create = handlers[name];
  if (!create) throw new Error(`No scenario runs ${name}`);
  return create({ ...ports, ...breakPorts(ports, name), ...changed(settings) }) as Handler;
}

const changed = ({ policy, roster, budgetLimits }: Settings): Settings => ({
  ...(policy && { policy }),
  ...(budgetLimits && { budgetLimits }),
  ...(roster && { roster }),
});
