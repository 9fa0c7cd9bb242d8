import { address } from "./statements.ts";
import { at, type JsonObject, resource, type Template } from "./template.ts";

export interface State {
  Type: string;
  Resource?: string;
  TimeoutSeconds?: number;
  TimeoutSecondsPath?: string;
  HeartbeatSecondsPath?: string;
  Parameters?: { FunctionName?: string; cancel?: boolean };
  Next?: string;
  Default?: string;
  Choices?: { Next: string }[];
  Retry?: Retrier[];
  Catch?: { ErrorEquals: string[]; Next: string; ResultPath: string }[];
}

export interface Retrier {
  ErrorEquals: string[];
  IntervalSeconds: number;
  BackoffRate?: number;
  MaxAttempts: number;
  MaxDelaySeconds?: number;
}

export interface StateMachine {
  StartAt: string;
  TimeoutSeconds: number;
  States: Record<string, State>;
}

/** The deployed workflow; a task's resource is the logical ID of its function. */
export function stateMachineOf(template: Template): StateMachine {
  const sub = at(resource(template, "EmployeeTask").Properties, "DefinitionString") as JsonObject;
  const machine = JSON.parse(address(sub).replaceAll(/\{(\w+LambdaFunction)\}/g, "$1")) as StateMachine;
  return machine;
}

/** Whether a task waits until its task token is sent back. */
export const waitsForToken = ({ Resource }: State): boolean =>
  Resource?.endsWith(".waitForTaskToken") ?? false;

/** The logical ID of the function that a task calls. */
export function calledFunction(state: State): string | undefined {
  return waitsForToken(state) ? state.Parameters?.FunctionName : state.Resource;
}

/** The next states, without failures. */
export function successors({ Next, Default, Choices = [] }: State): string[] {
  return [Next, Default, ...choicesOf(Choices)].filter((name) => name !== undefined);
}

/** The next states after a failure. */
export function rescuers({ Catch = [] }: State): string[] {
  return Catch.map(({ Next }) => Next);
}

/** The longest time of a task with all its retries, in seconds. */
export function worstCase({ TimeoutSeconds = Infinity, Retry = [] }: State): number {
  // Each retrier counts its own attempts, so a step may use up all of them.
  const attempts = Retry.reduce((sum, { MaxAttempts }) => sum + MaxAttempts, 1);
  return attempts * TimeoutSeconds + Retry.reduce((sum, retrier) => sum + waits(retrier), 0);
}

function waits({
  IntervalSeconds,
  MaxAttempts,
  BackoffRate = 2,
  MaxDelaySeconds = Infinity,
}: Retrier): number {
  const delays = Array.from({ length: MaxAttempts }, (_, n) => IntervalSeconds * BackoffRate ** n);
  return delays.reduce((sum, delay) => sum + Math.min(delay, MaxDelaySeconds), 0);
}

function choicesOf(choices: { Next: string }[]): string[] {
  return choices.map(({ Next }) => Next);
}
