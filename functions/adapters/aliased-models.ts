import type { Runner } from "../core/employees/runner.ts";
import { modelAliases } from "../core/generated/models.ts";
import type { Employee } from "../core/roster/employee.ts";
import { modelNamesOf } from "../core/roster/model-aliases.ts";
import type { ModelCircuits } from "./model-circuits.ts";

/** The same runner for employees that name an alias: it calls the model that the alias stands for in this stage. */
export function aliasedRunner(model: Runner, stage: string, aliases = modelAliases): Runner {
  const named = namesModels(stage, aliases);
  return (task, signal) => model({ ...task, employee: named(task.employee) }, signal);
}

/** The same admission for employees that name an alias. */
export function aliasedAdmission(
  admit: ModelCircuits["admit"],
  stage: string,
  aliases = modelAliases,
): ModelCircuits["admit"] {
  const named = namesModels(stage, aliases);
  return (employee) => admit(named(employee));
}

/** The build refuses an alias that does not exist. */
function namesModels(stage: string, aliases: typeof modelAliases) {
  const names = new Map(Object.entries(modelNamesOf(aliases, stage)));
  return <Aliased extends Pick<Employee, "model">>(employee: Aliased): Aliased => ({
    ...employee,
    model: names.get(employee.model ?? "") ?? null,
  });
}
