import type { ExecutionInput, StoppableWorkflow } from "../../core/jobs/workflow.ts";

type Status = Awaited<ReturnType<StoppableWorkflow["start"]>>;

export interface FakeWorkflow extends StoppableWorkflow {
  /** Every started execution, by name. */
  executions: Map<string, { input: ExecutionInput; status: Status }>;
  end(name: string, status: "succeeded" | "failed"): void;
}

/** Executions in memory: a name belongs to one execution permanently. */
export function createFakeWorkflow(): FakeWorkflow {
  const executions: FakeWorkflow["executions"] = new Map();
  return {
    executions,
    arnOf: (name) => `arn:aws:states:eu-central-1:000000000000:execution:employee-task:${name}`,
    look: async (name) => executions.get(name)?.status ?? "missing",
    async start(name, input) {
      const execution = executions.get(name) ?? { input, status: "running" as const };
      executions.set(name, execution);
      return execution.status;
    },
    async stop(name) {
      const execution = executions.get(name);
      if (execution?.status === "running") execution.status = "failed";
    },
    end(name, status) {
      const execution = executions.get(name);
      if (!execution) throw new Error(`No execution ${name} was started`);
      execution.status = status;
    },
  };
}
