import { fork } from "node:child_process";
import { answerOf } from "./aws.ts";
import { pinned } from "./pin.ts";
import type { Order, Report, Started, Took } from "./subject-process.ts";

export interface RunningSubject {
  /** Imports the bundle and gives it its first event. */
  start(file: string): Promise<Started>;
  events(file: string, count: number): Promise<Took>;
  /** Resident memory, in bytes. */
  memory(): Promise<number>;
  stop(): void;
}

export interface SubjectOptions {
  /** The compiled `subject-process.ts`. */
  runner: string;
  environment: Record<string, string>;
}

/** Starts a fresh process for a bundle; nothing is imported yet. */
export async function startSubject(
  bundle: string,
  { runner, environment }: SubjectOptions,
): Promise<RunningSubject> {
  const child = fork(runner, [bundle], {
    env: environment,
    execArgv: ["--expose-gc"],
    // Log lines go where they cost the subject the same as on Lambda: one write each.
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  });
  await answerOf(child);
  pinned(child, "last");
  async function ask<Answer extends Report>(order: Order): Promise<Answer> {
    child.send(order);
    return (await answerOf(child)) as Answer;
  }
  return {
    start: (file) => ask<Started>({ kind: "start", file }),
    events: (file, count) => ask<Took>({ kind: "events", file, count }),
    memory: () => ask<number>({ kind: "memory" }),
    stop: () => void child.kill(),
  };
}
