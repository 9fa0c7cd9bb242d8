import type { Employee } from "../../../core/roster/employee.ts";

export function anEmployee(change: Partial<Employee> = {}): Employee {
  return {
    name: "summary",
    title: "Summary",
    description: "Says what a pull request changes",
    commands: ["summary"],
    stages: null,
    runner: "builtin",
    model: null,
    webhook: null,
    lambda: null,
    workflow: null,
    concurrency: "queue",
    on_push: "keep",
    minimum_permission: "write",
    forks: "approval",
    timeout_seconds: 30,
    heartbeat_seconds: 30,
    budget: { max_input_tokens: 1000, max_output_tokens: 1000, max_dollars: null },
    context: ["files", "thread"],
    arguments: null,
    instructions: "Say what it changes.",
    ...change,
  };
}

const model = { runner: "model", model: "anthropic/claude" } as const;

/**
 * Three employees: one that reads code, one that every user may run, and another; all but the second read
 * text.
 */
export function aRoster(): Employee[] {
  return [
    anEmployee(model),
    anEmployee({
      name: "help",
      title: "Help",
      commands: ["help"],
      minimum_permission: "read",
      forks: "allowed",
      context: [],
    }),
    anEmployee({ ...model, name: "security", title: "Security", commands: ["security", "review"] }),
  ];
}
