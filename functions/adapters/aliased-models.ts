import type { Runner } from "../core/employees/runner.ts";
import type { Employee } from "../core/roster/employee.ts";
import type { ModelNames } from "../core/roster/model-aliases.ts";
import type { ModelCircuits } from "./model-circuits.ts";

export interface ModelPorts {
  admit: ModelCircuits["admit"];
  model: Runner;
}

/** The same ports for employees that name an alias: each is called with the model that it means. */
export function aliasedModels({ admit, model }: ModelPorts, names: ModelNames): ModelPorts {
  /** The build refuses an alias that is not there. */
  function named<Aliased extends Pick<Employee, "model">>(employee: Aliased): Aliased {
    const { model } = employee;
    return {
      ...employee,
      model: model !== null && Object.hasOwn(names, model) ? (names[model] ?? null) : null,
    };
  }
  return {
    admit: (employee) => admit(named(employee)),
    model: (task, signal) => model({ ...task, employee: named(task.employee) }, signal),
  };
}
