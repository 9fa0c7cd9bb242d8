import type { Runner } from "../core/employees/runner.ts";
import type { Employee } from "../core/roster/employee.ts";
import type { ModelNames } from "../core/roster/model-aliases.ts";
import type { ModelCircuits } from "./model-circuits.ts";

/** The same runner for employees that name an alias: it calls the model that the alias stands for. */
export function aliasedRunner(model: Runner, names: ModelNames): Runner {
  return (task, signal) => model({ ...task, employee: withModelName(task.employee, names) }, signal);
}

/** The same admission for employees that name an alias. */
export function aliasedAdmission(admit: ModelCircuits["admit"], names: ModelNames): ModelCircuits["admit"] {
  return (employee) => admit(withModelName(employee, names));
}

/** The build refuses an alias that does not exist. */
function withModelName<Aliased extends Pick<Employee, "model">>(
  employee: Aliased,
  names: ModelNames,
): Aliased {
  const { model } = employee;
  return {
    ...employee,
    model: model !== null && Object.hasOwn(names, model) ? (names[model] ?? null) : null,
  };
}
