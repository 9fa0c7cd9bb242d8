import { isReservedCommand } from "../commands/command-names.ts";
import type { Employee } from "../roster/employee.ts";
import { commandNames, findEmployees } from "../roster/roster.ts";
import { failedConditions, type RoutingFacts } from "./conditions.ts";
import type { RoutingPolicy } from "./routing-policy.ts";

export interface Route {
  /** Names, in the order of the rule; empty if no employee lists the command. */
  employees: string[];
  /** Name of the matching rule; null if the employees' own lists of commands decided. */
  rule: string | null;
  /** Sentences that say why, for `/explain` and for operators. */
  reasons: string[];
}

/**
 * Returns the employees that answer a command. Only commands that an employee lists are routed. A rule without `commands`
 * applies to all of them except the reserved ones.
 */
export function route(
  policy: Pick<RoutingPolicy, "rules">,
  roster: readonly Employee[],
  facts: RoutingFacts,
): Route {
  const own = findEmployees(roster, facts.command).map(({ name }) => name);
  if (!commandNames(roster).includes(facts.command)) {
    return { employees: [], rule: null, reasons: [`No employee lists the command \`/${facts.command}\`.`] };
  }
  if (isReservedCommand(facts.command)) {
    return {
      employees: own,
      rule: null,
      reasons: [`\`/${facts.command}\` is built in: no rule applies to it.`],
    };
  }

  const reasons: string[] = [];
  for (const rule of policy.rules) {
    const failed = failedConditions(rule.when, facts);
    if (failed.length === 0) {
      return {
        employees: rule.employees,
        rule: rule.name,
        reasons: [...reasons, `Rule "${rule.name}" matches.`],
      };
    }
    reasons.push(`Rule "${rule.name}" does not apply: ${failed.join(", ")} differ.`);
  }
  const whose = own.map((name) => `\`${name}\``).join(", ");
  return {
    employees: own,
    rule: null,
    reasons: [...reasons, `No rule matches: \`/${facts.command}\` is handled by ${whose}.`],
  };
}
