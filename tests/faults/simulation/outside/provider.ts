import type { Outage } from "../../../../core/circuit/outage.ts";
import { CircuitOpenError } from "../../../../core/errors.ts";
import type { Employee } from "../../../../core/roster/employee.ts";
import type { Scheduler } from "../time/scheduler.ts";

export type Provider = ReturnType<typeof createProvider>;

/** The circuit of the model provider, shared by all functions. */
export function createProvider(scheduler: Scheduler) {
  let since: number | null = null;
  return {
    async admit({ runner }: Pick<Employee, "runner">): Promise<void> {
      if (runner !== "model" || since === null) return;
      throw new CircuitOpenError("circuit_open", "The provider is down", { seconds: 60 });
    },
    async outage({ runner }: Pick<Employee, "runner">): Promise<Outage | null> {
      return runner === "model" && since !== null ? { provider: "anthropic", since } : null;
    },
    /** Takes the provider down from now on, for that time. */
    failFor(milliseconds: number): void {
      since = scheduler.now();
      scheduler.after(milliseconds, () => {
        since = null;
      });
    },
  };
}
