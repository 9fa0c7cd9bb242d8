import { readFileSync } from "node:fs";
import { jest } from "@jest/globals";
import type { Context } from "aws-lambda";
import { parse } from "yaml";
import type { TaskTokens } from "../../core/jobs/task-tokens.ts";
import type { StoppableWorkflow } from "../../core/jobs/workflow.ts";
import type { Outcome } from "../../local/aws/lambda/outcome.ts";
import { AwsError } from "../../local/aws/server/aws-error.ts";
import type { Execution } from "../../local/aws/states/execution.ts";
import { createStateMachine } from "../../local/aws/states/state-machine.ts";
import { createWaitingTasks, type WaitingTasks } from "../../local/aws/states/waiting-tasks.ts";

/** A function as Lambda calls it. */
export type Handler = (event: never, context: Context) => Promise<unknown>;

/** Creates an instance of a function, by its name in the definition: `RunEmployee`. */
export type CreateInstance = Record<string, () => Handler>;

export interface InterpretedWorkflow extends StoppableWorkflow {
  executions: Map<string, Execution>;
  /** The states that wait for their task token. */
  tokens: TaskTokens;
}

const place = "arn:aws:lambda:eu-central-1:000000000000:function:";
const machine = "arn:aws:states:eu-central-1:000000000000:stateMachine:employee-task";
const statuses: Record<string, "running" | "succeeded"> = { RUNNING: "running", SUCCEEDED: "succeeded" };

function readDefinition(): unknown {
  const file = new URL("../../workflows/employee-task/definition.asl.yml", import.meta.url);
  const resolve = (path: string) => place + path.replace("LambdaFunction.Arn", "");
  return parse(readFileSync(file, "utf8"), { customTags: [{ tag: "!GetAtt", resolve }] });
}

/**
 * Runs the workflow's own definition in the laptop's interpreter, with its waits and retries. A function has
 * as many instances as run at once, each with its own cache.
 */
export function createInterpretedWorkflow(create: CreateInstance): InterpretedWorkflow {
  const executions = new Map<string, Execution>();
  const idle = new Map<string, Handler[]>();

  async function invoke(functionId: string, event: string): Promise<Outcome> {
    const name = functionId.slice(place.length);
    const free = idle.get(name) ?? [];
    idle.set(name, free);
    const handler = free.pop() ?? create[name]?.();
    if (!handler) throw new Error(`There is no function ${name}`);
    const context = { getRemainingTimeInMillis: () => 890_000 } as Context;
    try {
      const result = await handler(JSON.parse(event) as never, context);
      return { requestId: "", payload: JSON.stringify(result ?? null), failed: false };
    } catch (error) {
      const { name: errorType, message: errorMessage } = error as Error;
      return { requestId: "", payload: JSON.stringify({ errorType, errorMessage, trace: [] }), failed: true };
    } finally {
      free.push(handler);
    }
  }

  const definition = readDefinition();
  const waiting = createWaitingTasks();
  const { start } = createStateMachine({ arn: machine, name: "employee-task", definition, invoke, waiting });
  const arnOf = (name: string) => `${machine.replace("stateMachine", "execution")}:${name}`;

  function statusOf(name: string) {
    const execution = executions.get(name);
    return execution ? (statuses[execution.status] ?? "failed") : "missing";
  }

  return {
    executions,
    tokens: tokensOf(waiting),
    arnOf,
    look: async (name) => statusOf(name),
    async start(name, input) {
      if (!executions.has(name)) {
        executions.set(name, start({ arn: arnOf(name), name, input: JSON.stringify(input) }));
      }
      const status = statusOf(name);
      return status === "missing" ? "running" : status;
    },
    stop: async (name) => executions.get(name)?.stop(),
  };
}

/** The port as the adapter implements it: false for a state that no longer waits. */
function tokensOf(waiting: WaitingTasks): TaskTokens {
  async function isWaiting(token: string, act: (task: ReturnType<WaitingTasks["find"]>) => void) {
    try {
      act(waiting.find(token));
      return true;
    } catch (error) {
      if (error instanceof AwsError) return false;
      throw error;
    }
  }
  return {
    succeed: (token) => isWaiting(token, (task) => task.end({ output: {} })),
    fail: (token, error) => isWaiting(token, (task) => task.end({ error, cause: "" })),
    heartbeat: (token) => isWaiting(token, (task) => task.heartbeat()),
  };
}

/** Advances the time of all timers; call `jest.useFakeTimers(fakeTime)` before. */
export async function passTime(seconds: number): Promise<void> {
  for (let n = 0; n < seconds; n += 1) {
    await jest.advanceTimersByTimeAsync(1_000);
    for (let turn = 0; turn < 5; turn += 1) await new Promise((resolve) => setImmediate(resolve));
  }
}

export const fakeTime = {
  now: Date.parse("2026-11-23T09:00:00.000Z"),
  doNotFake: ["nextTick", "setImmediate", "queueMicrotask"],
} satisfies Parameters<typeof jest.useFakeTimers>[0];
