import { PermanentError } from "../errors.ts";
import type { Employee } from "./employee.ts";

/** The employee of that name. Throws PermanentError for a job that outlived its employee. */
export function requireEmployee(roster: Employee[], name: string): Employee {
  const employee = roster.find((one) => one.name === name);
  if (!employee) throw new PermanentError("employee_unknown", `The roster has no employee ${name}`);
  return employee;
}
