import type { Runners } from "../../core/employees/runner.ts";
import { employeeSchema } from "../../core/roster/employee.schema.ts";

/** Returns a runner for each name of the roster's schema: the given one, or else one that rejects. */
export function fakeRunners(given: Partial<Runners> = {}): Runners {
  const names = employeeSchema.properties.runner.enum;
  const reject = (name: string) => () => Promise.reject(new Error(`The test gives no runner \`${name}\``));
  return { ...Object.fromEntries(names.map((name) => [name, reject(name)])), ...given } as Runners;
}
