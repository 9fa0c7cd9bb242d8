import { roster } from "../../../core/generated/roster.ts";
import type { Employee } from "../../../core/roster/employee.ts";

/** Lets the security reviewer of the roster work outside by webhook, until `stop` is called. */
export function workOutside(change: Partial<Employee> = {}) {
  const employee = roster.find(({ name }) => name === "security");
  if (!employee) throw new Error("The roster has no security reviewer");
  const before = { ...employee };
  Object.assign(employee, {
    ...{ runner: "webhook", model: null, webhook: { url: "https://bot.example.com/tasks" } },
    ...{ timeout_seconds: 900, heartbeat_seconds: 60 },
    ...change,
  });
  return {
    change: (next: Partial<Employee>) => void Object.assign(employee, next),
    stop: () => void Object.assign(employee, before),
  };
}
