import type { Execution } from "./execution.ts";

const maxFinished = 5_000;

export interface ExecutionStore {
  add(execution: Execution): void;
  find(arn: string): Execution | undefined;
  /** Newest first. */
  list(): Execution[];
  stopAll(): Promise<void>;
}

/** Keeps all running executions and the latest 5,000 finished ones. */
export function createExecutionStore(max = maxFinished): ExecutionStore {
  const executions = new Map<string, Execution>();
  const finished: string[] = [];
  return {
    add(execution) {
      executions.set(execution.arn, execution);
      void execution.finished.then(() => {
        finished.push(execution.arn);
        if (finished.length > max) executions.delete(finished.shift() ?? "");
      });
    },
    find: (arn) => executions.get(arn),
    list: () => [...executions.values()].reverse(),
    async stopAll() {
      for (const execution of executions.values()) execution.stop();
      await Promise.all([...executions.values()].map(({ finished }) => finished));
    },
  };
}
