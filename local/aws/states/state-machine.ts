import type { StateMachine, StateMachineDefinition } from "aws-local-stepfunctions";
import { isRecord } from "../../../core/json-value.ts";
import type { Execution } from "./execution.ts";
import { createHistory, type History } from "./history.ts";
import { createInterpreter } from "./interpreter.ts";
import type { InvokeFunction } from "./invoke-function.ts";
import { prepareDefinition } from "./prepare-definition.ts";
import { runTask } from "./run-task.ts";
import { translateEvent } from "./translate-event.ts";
import type { WaitingTasks } from "./waiting-tasks.ts";

export interface LocalStateMachine {
  arn: string;
  name: string;
  /** The unchanged definition in Amazon States Language, with resolved references. */
  definition: unknown;
  createdAt: number;
  start(execution: { arn: string; name: string; input: string }): Execution;
}

/** Reported as the role of all executions; the laptop checks no permissions. */
export const roleArn = "arn:aws:iam::000000000000:role/local";

type Json = Parameters<StateMachine["run"]>[0];

/** Creates a state machine that runs in this process and its tasks in worker processes. Throws for an invalid definition. */
export function createStateMachine(options: {
  arn: string;
  name: string;
  definition: unknown;
  invoke: InvokeFunction;
  /** The waiting tasks of all state machines. */
  waiting: WaitingTasks;
}): LocalStateMachine {
  const { arn: stateMachineArn, name: machineName, definition, invoke, waiting } = options;
  const prepared = prepareDefinition(definition);
  const machine = createInterpreter(prepared.definition as unknown as StateMachineDefinition);

  function start({ arn, name, input }: { arn: string; name: string; input: string }): Execution {
    // Must be complete before `run`, which enters the first state synchronously.
    const execution: Execution = {
      arn,
      name,
      stateMachineArn,
      input,
      startedAt: Date.now(),
      history: createHistory(),
      status: "RUNNING",
      stop({ error, cause } = {}) {
        finish({ status: "ABORTED", ...(error ? { error } : {}), ...(cause ? { cause } : {}) });
        run.abort();
      },
      finished: Promise.resolve(),
    };

    const ended = new AbortController();
    function finish(end: Partial<Execution>): void {
      if (execution.status === "RUNNING") Object.assign(execution, end, { stoppedAt: Date.now() });
      ended.abort();
    }

    const run = machine.run(JSON.parse(input) as Json, {
      context: {
        Execution: { Id: arn, Name: name, RoleArn: roleArn },
        StateMachine: { Id: stateMachineArn, Name: machineName },
      },
      overrides: { taskResourceLocalHandlers: taskHandlers(execution, ended.signal) },
    });

    async function settle(): Promise<void> {
      const [result] = await Promise.allSettled([run.result, record(run.eventLogs, execution.history)]);
      if (result.status === "fulfilled")
        finish({ status: "SUCCEEDED", output: JSON.stringify(result.value) });
      else finish(endOf(result.reason));
    }

    execution.finished = settle();
    return execution;
  }

  function taskHandlers(
    execution: Execution,
    ended: AbortSignal,
  ): Record<string, (input: unknown) => Promise<Json>> {
    const environment = { execution, invoke, waiting, ended };
    return Object.fromEntries(
      prepared.tasks.map((task) => [
        task.name,
        (input) => runTask(task, input, environment) as Promise<Json>,
      ]),
    );
  }

  return { arn: stateMachineArn, name: machineName, definition, createdAt: Date.now(), start };
}

async function record(log: AsyncGenerator<unknown>, history: History): Promise<void> {
  for await (const event of log) {
    const translated = isRecord(event) ? translateEvent(event) : undefined;
    if (translated) history.add(translated);
  }
}

function endOf(reason: unknown): Partial<Execution> {
  const { name, cause } = reason instanceof Error ? reason : { name: "", cause: reason };
  if (name === "ExecutionTimeoutError") return { status: "TIMED_OUT" };
  if (name === "ExecutionAbortedError") return { status: "ABORTED" };
  const error = isRecord(cause) ? cause : {};
  return { status: "FAILED", error: String(error.name), cause: String(error.message ?? "") };
}
