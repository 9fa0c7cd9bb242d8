import type { Execution } from "./execution.ts";

const keptFinished = 5_000;

export interface ExecutionStore {
  add(execution: Execution): void;
  find(arn: string): Execution | undefined;
  /** Newest first. */
  list(): Execution[];
  stopAll(): Promise<void>;
}

/** All running executions and the last few thousand finished ones. */
export function createExecutionStore(kept = keptFinished): ExecutionStore {
  const executions = new Map<string, Execution>();
  const finished: string[] = [];
  return {
    add(execution) {
      executions.set(execution.arn, execution);
      void execution.finished.then(() => {
        finished.push(execution.arn);
        if (finished.length > kept) executions.delete(finished.shift() ?? "");
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
