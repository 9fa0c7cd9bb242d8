import type { ExecutionInput, StoppableWorkflow } from "../../../../core/jobs/workflow.ts";
import { execute, type StateMachineParts } from "./state-machine.ts";

export interface StartedExecution {
  input: ExecutionInput;
  status: "running" | "succeeded" | "failed";
  /** Milliseconds since the epoch. */
  started_at: number;
}

export interface Executions extends StoppableWorkflow {
  all: Map<string, StartedExecution>;
}

/** Step Functions: a name belongs to one execution permanently. */
export function createExecutions(parts: StateMachineParts): Executions {
  const all: Executions["all"] = new Map();
  return {
    all,
    arnOf: (name) => `arn:aws:states:eu-central-1:000000000000:execution:employee-task:${name}`,
    look: async (name) => all.get(name)?.status ?? "missing",
    async start(name, input) {
      const known = all.get(name);
      if (known) return known.status;
      const started: StartedExecution = { input, status: "running", started_at: parts.scheduler.now() };
      all.set(name, started);
      const isStopped = () => started.status !== "running";
      void execute({ ...input }, isStopped, parts).then((ending) => {
        if (!isStopped()) started.status = ending;
      });
      return "running";
    },
    async stop(name) {
      const execution = all.get(name);
      if (execution?.status === "running") execution.status = "failed";
    },
  };
}
