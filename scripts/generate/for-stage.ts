import { isReservedCommand } from "../../core/commands/command-names.ts";
import type { Employee } from "../../core/roster/employee.ts";
import { commandNames } from "../../core/roster/roster.ts";
import type { RoutingConditions, RoutingPolicy } from "../../core/routing/routing-policy.ts";

/** Returns the employees of one stage: those without `stages`, and those that list it. */
export function employeesOf(roster: readonly Employee[], stage: string): Employee[] {
  return roster.filter(({ stages }) => stages === null || stages.includes(stage));
}

/**
 * Returns the routing without the employees and commands that other stages have. A rule that names only those is left
 * out. Call it with routing that was checked against the employees of all stages.
 */
export function routingFor(policy: RoutingPolicy, roster: readonly Employee[]): RoutingPolicy {
  const employees = roster.map(({ name }) => name);
  const known = commandNames(roster);
  const exists = (command: string): boolean => known.includes(command) || isReservedCommand(command);
  return {
    ...policy,
    rules: policy.rules
      .map((rule) => ({
        ...rule,
        when: withCommands(rule.when, exists),
        employees: rule.employees.filter((name) => employees.includes(name)),
      }))
      .filter(({ when, employees: left }) => left.length > 0 && when.commands?.length !== 0),
    rollout: {
      ...policy.rollout,
      rules: policy.rollout.rules
        .map((rule) => ({ ...rule, when: withCommands(rule.when, exists) }))
        .filter(({ when }) => when.commands?.length !== 0),
    },
  };
}

function withCommands<When extends Pick<RoutingConditions, "commands">>(
  when: When,
  exists: (command: string) => boolean,
): When {
  return when.commands === undefined ? when : { ...when, commands: when.commands.filter(exists) };
}
