import type { Outage } from "../../core/circuit/outage.ts";
import { calledRunners } from "../../core/employees/employee-caller.ts";
import type { Employee } from "../../core/roster/employee.ts";
import { createModelCircuits } from "../models/circuits.ts";
import type { CircuitParts } from "../runtime/circuits.ts";
import { employeeOutage } from "./circuits.ts";

/**
 * Returns the function that returns the outage of what an employee's jobs call: the employee itself, or its model's
 * provider; null while that can be called. It throws RetryableError.
 */
export function createOutages(
  parts: CircuitParts,
  stage: string,
): (employee: Pick<Employee, "name" | "runner" | "model">) => Promise<Outage | null> {
  const models = createModelCircuits(parts, stage);
  return async (employee) => {
    const isCalled = calledRunners.some((runner) => runner === employee.runner);
    return isCalled ? employeeOutage(employee.name, parts) : models.outage(employee);
  };
}
