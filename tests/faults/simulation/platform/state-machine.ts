import type { Scheduler } from "../time/scheduler.ts";
import type { Choice, Definition, Retrier, Task } from "./definition.ts";
import type { Lambda, Outcome } from "./lambda.ts";
import type { WaitingTasks } from "./waiting-tasks.ts";

type Data = Record<string, unknown>;
export type Ending = "succeeded" | "failed";

export interface StateMachineParts {
  definition: Definition;
  scheduler: Scheduler;
  lambda: Lambda;
  /** From 0 to below 1: the share of a delay with full jitter that is waited. */
  jitter(): number;
  waiting: WaitingTasks;
}

/** Runs one execution to its end, or until it is stopped. */
export async function execute(
  input: Data,
  isStopped: () => boolean,
  parts: StateMachineParts,
): Promise<Ending> {
  const { definition, scheduler } = parts;
  let timedOut = false;
  const deadline = scheduler.after(
    definition.TimeoutSeconds * 1000,
    () => {
      timedOut = true;
    },
    true,
  );
  try {
    return await walk(input, parts, () => timedOut || isStopped());
  } finally {
    scheduler.cancel(deadline);
  }
}

async function walk(input: Data, parts: StateMachineParts, isOver: () => boolean): Promise<Ending> {
  let data = input;
  let name: string | null = parts.definition.StartAt;
  while (name !== null && !isOver()) {
    const state: Definition["States"][string] | undefined = parts.definition.States[name];
    switch (state?.Type) {
      case "Choice":
        name = choose(state, data);
        break;
      case "Task":
        [name, data] = await perform(state, data, isOver, parts);
        break;
      case "Succeed":
        return "succeeded";
      default:
        name = null;
    }
  }
  return "failed";
}

function choose({ Choices, Default }: Choice, data: Data): string {
  const rule = Choices.find(({ Variable, StringEquals }) => valueAt(data, Variable) === StringEquals);
  return rule?.Next ?? Default;
}

/**
 * Runs a task with its retries; each retrier counts its own. Returns the next state, or null if no catcher
 * matches.
 */
async function perform(
  task: Task,
  data: Data,
  isOver: () => boolean,
  parts: StateMachineParts,
): Promise<[next: string | null, data: Data]> {
  const tries = new Map<Retrier, number>();
  for (;;) {
    const outcome = await invoke(task, data, isOver, parts);
    if (isOver()) return [null, data];
    if (outcome.ok) return [task.Next, withResult(data, task.ResultPath, outcome.value)];
    const matches = ({ ErrorEquals }: { ErrorEquals: string[] }) =>
      ErrorEquals.includes(outcome.error) || ErrorEquals.includes("States.ALL");
    const retrier = task.Retry.find(matches);
    const tried = retrier ? (tries.get(retrier) ?? 0) : 0;
    if (retrier && tried < retrier.MaxAttempts) {
      tries.set(retrier, tried + 1);
      await parts.scheduler.sleep(delayOf(retrier, tried, parts));
      if (isOver()) return [null, data];
      continue;
    }
    const catcher = task.Catch.find(matches);
    if (!catcher) return [null, data];
    const failure = { Error: outcome.error, Cause: JSON.stringify({ errorType: outcome.error }) };
    return [catcher.Next, withResult(data, catcher.ResultPath, failure)];
  }
}

/** The state's own time limit ends the wait; the function continues. */
function invoke(
  task: Task,
  data: Data,
  isOver: () => boolean,
  { lambda, scheduler, waiting }: StateMachineParts,
): Promise<Outcome> {
  return new Promise((resolve) => {
    const late = () => end({ ok: false, error: "States.Timeout" });
    const timeout = scheduler.after(secondsOf(task, data) * 1000, late, true);
    const silenceMs = task.HeartbeatSecondsPath && Number(valueAt(data, task.HeartbeatSecondsPath)) * 1000;
    const silent = () => end({ ok: false, error: "States.HeartbeatTimeout" });
    let heartbeat = silenceMs ? scheduler.after(silenceMs, silent, true) : null;
    const token = waiting.open({
      isOver,
      end,
      beat() {
        if (heartbeat !== null) scheduler.cancel(heartbeat);
        heartbeat = silenceMs ? scheduler.after(silenceMs, silent, true) : null;
      },
    });

    function end(outcome: Outcome): void {
      scheduler.cancel(timeout);
      if (heartbeat !== null) scheduler.cancel(heartbeat);
      waiting.close(token);
      resolve(outcome);
    }
    void lambda.invoke("employee-task", task.Resource, inputOf(task, data, token)).then((outcome) => {
      if (!task.waitsForToken || !outcome.ok) end(outcome);
    });
  });
}

function secondsOf({ TimeoutSeconds, TimeoutSecondsPath }: Task, data: Data): number {
  return TimeoutSeconds ?? Number(valueAt(data, TimeoutSecondsPath ?? ""));
}

function inputOf({ Parameters }: Task, data: Data, token: string): Data {
  if (!Parameters) return data;
  return Object.fromEntries(
    Object.entries(Parameters).map(([field, value]) => {
      if (!field.endsWith(".$")) return [field, value];
      const name = field.slice(0, -2);
      return [name, value === "$$.Task.Token" ? token : valueAt(data, String(value))];
    }),
  );
}

function delayOf(retrier: Retrier, tried: number, { jitter }: StateMachineParts): number {
  const seconds = Math.min(retrier.IntervalSeconds * retrier.BackoffRate ** tried, retrier.MaxDelaySeconds);
  return seconds * 1000 * (retrier.JitterStrategy === "FULL" ? jitter() : 1);
}

/** A reference path of one or more names: `$.a.b`. */
function valueAt(data: Data, path: string): unknown {
  return namesOf(path).reduce<unknown>((value, name) => (value as Data | undefined)?.[name], data);
}

function withResult(data: Data, path: string | null | undefined, result: unknown): Data {
  if (path === null) return data;
  if (path === undefined) return result as Data;
  const [name, ...deeper] = namesOf(path);
  if (name === undefined || deeper.length > 0) throw new Error(`Not a place for a result: ${path}`);
  return { ...data, [name]: result };
}

function namesOf(path: string): string[] {
  if (!/^\$(\.\w+)+$/.test(path)) throw new Error(`Not a reference path: ${path}`);
  return path.split(".").slice(1);
}
