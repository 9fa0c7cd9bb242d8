import { PermanentError } from "../errors.ts";
import type { Employee } from "./employee.ts";

/** Returns the employee with this name. Throws PermanentError if it was removed after the job was created. */
export function requireEmployee(roster: readonly Employee[], name: string): Employee {
  const employee = roster.find((one) => one.name === name);
  if (!employee) throw new PermanentError("employee_unknown", `The roster has no employee ${name}`);
  return employee;
}

/** Returns the employees that list a command (lower case, without the slash). */
export function findEmployees<Member extends Pick<Employee, "commands">>(
  roster: readonly Member[],
  command: string,
): Member[] {
  return roster.filter(({ commands }) => commands.includes(command));
}

/** Returns every command in the roster, including aliases, each once. */
export function commandNames(roster: readonly Pick<Employee, "commands">[]): string[] {
  return [...new Set(roster.flatMap(({ commands }) => commands))];
}
