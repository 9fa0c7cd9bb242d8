import type { Employee } from "../../../../core/roster/employee.ts";
import type { RoutingPolicy, RoutingRule } from "../../../../core/routing/routing-policy.ts";

export function anEmployee(name: string, changes: Partial<Employee> = {}): Employee {
  return {
    name,
    title: name,
    description: `Does ${name}`,
    commands: [name],
    runner: "builtin",
    model: null,
    minimum_permission: "write",
    forks: "approval",
    timeout_seconds: 300,
    budget: { max_input_tokens: 1_000, max_output_tokens: 100 },
    context: [],
    arguments: null,
    instructions: "Work.",
    ...changes,
  };
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
