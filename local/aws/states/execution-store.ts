import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Execution, ExecutionSummary } from "./execution.ts";

const maxFinished = 5_000;

export interface ExecutionStore {
  add(execution: Execution): void;
  find(arn: string): Execution | undefined;
  /** Newest first. */
  list(): ExecutionSummary[];
  stopAll(): Promise<void>;
}

/**
 * Keeps all running executions and the latest finished ones, by default 5,000. With a directory, a finished execution's
 * input, output and history are in a file: together they are larger than everything else that the laptop keeps of a job.
 */
export function createExecutionStore({
  max = maxFinished,
  directory,
}: {
  max?: number;
  directory?: string | undefined;
} = {}): ExecutionStore {
  const known = new Map<string, Execution | Filed>();
  const finished: string[] = [];
  let files = 0;
  if (directory) mkdirSync(directory, { recursive: true });

  function drop(arn: string): void {
    const dropped = known.get(arn);
    if (dropped && "file" in dropped) rmSync(dropped.file, { force: true });
    known.delete(arn);
  }

  return {
    add(execution) {
      known.set(execution.arn, execution);
      void execution.finished.then(() => {
        if (directory) known.set(execution.arn, moveToFile(execution, join(directory, `${++files}.json`)));
        finished.push(execution.arn);
        if (finished.length > max) drop(finished.shift() ?? "");
      });
    },
    find(arn) {
      const found = known.get(arn);
      return found && "file" in found ? readFromFile(found) : found;
    },
    list: () => [...known.values()].map((one) => ("file" in one ? one.summary : one)).reverse(),
    async stopAll() {
      const running = [...known.values()].flatMap((one) => ("file" in one ? [] : [one]));
      for (const execution of running) execution.stop();
      await Promise.all(running.map(({ finished }) => finished));
    },
  };
}

/** A finished execution whose details are in a file. */
interface Filed {
  summary: ExecutionSummary;
  file: string;
}

function moveToFile(execution: Execution, file: string): Filed {
  const { arn, name, stateMachineArn, status, startedAt, stoppedAt, history, ...rest } = execution;
  const { input, output, error, cause } = rest;
  writeFileSync(file, JSON.stringify({ input, output, error, cause, events: history.events() }));
  const times = { startedAt, ...(stoppedAt === undefined ? {} : { stoppedAt }) };
  return { summary: { arn, name, stateMachineArn, status, ...times }, file };
}

function readFromFile({ summary, file }: Filed): Execution {
  const { events, ...details } = JSON.parse(readFileSync(file, "utf8"));
  return {
    ...summary,
    ...details,
    history: { add() {}, events: () => events },
    stop() {},
    finished: Promise.resolve(),
  };
}
