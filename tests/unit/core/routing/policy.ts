import type { Employee } from "../../../../core/roster/employee.ts";
import type { RoutingPolicy, RoutingRule } from "../../../../core/routing/routing-policy.ts";
import { anEmployee as anyEmployee } from "../../../fakes/records/employee.ts";

export function anEmployee(name: string, changes: Partial<Employee> = {}): Employee {
  const identity = { name, title: name, description: `Does ${name}`, commands: [name] };
  return anyEmployee({ ...identity, context: [], ...changes });
}

export function aPolicy(changes: Partial<RoutingPolicy> = {}): RoutingPolicy {
  return {
    version: 1,
    repositories: { allow: ["**"] },
    triggers: ["created"],
    bots: { allow: [] },
    hints: { never_for: [] },
    rollout: { default: "active", canary_percentage: 0, rules: [] },
    rules: [],
    ...changes,
  };
}

export function aRule(when: RoutingRule["when"], employees: string[], name = "rule"): RoutingRule {
  return { name, when, employees };
}
