import { readFileSync } from "node:fs";
import { parse } from "yaml";
import { type FunctionName, functionNames } from "./settings.ts";

export interface Retrier {
  ErrorEquals: string[];
  IntervalSeconds: number;
  BackoffRate: number;
  MaxAttempts: number;
  MaxDelaySeconds: number;
  JitterStrategy: "FULL" | "NONE";
}

export interface Catcher {
  ErrorEquals: string[];
  ResultPath?: string;
  Next: string;
}

export interface Task {
  Type: "Task";
  Resource: FunctionName;
  /** The state waits until its task token is sent back. */
  waitsForToken: boolean;
  TimeoutSeconds?: number;
  /** Reference paths to numbers of seconds. */
  TimeoutSecondsPath?: string;
  HeartbeatSecondsPath?: string;
  /** Reference paths by the field's name, which then ends with `.$`; or constants. */
  Parameters?: Record<string, unknown>;
  /** Null: the result is dropped. */
  ResultPath?: string | null;
  Retry: Retrier[];
  Catch: Catcher[];
  Next: string;
}

export interface Choice {
  Type: "Choice";
  Choices: { Variable: string; StringEquals: string; Next: string }[];
  Default: string;
}

export type State = Task | Choice | { Type: "Succeed" } | { Type: "Fail"; Error: string; Cause: string };

export interface Definition {
  StartAt: string;
  TimeoutSeconds: number;
  States: Record<string, State>;
}

type Fields = Record<string, unknown>;

const stateFields: Record<State["Type"], readonly string[]> = {
  Task: [
    ...["Type", "Resource", "TimeoutSeconds", "TimeoutSecondsPath", "HeartbeatSecondsPath", "Parameters"],
    ...["ResultPath", "Retry", "Catch", "Next"],
  ],
  Choice: ["Type", "Choices", "Default"],
  Succeed: ["Type"],
  Fail: ["Type", "Error", "Cause"],
};
const retryFields = [
  ...["ErrorEquals", "IntervalSeconds", "BackoffRate", "MaxAttempts", "MaxDelaySeconds", "JitterStrategy"],
];
/** The defaults of Step Functions for a retrier. */
const retryDefaults = {
  ...{ IntervalSeconds: 1, BackoffRate: 2, MaxAttempts: 3, JitterStrategy: "NONE" as const },
  MaxDelaySeconds: Number.POSITIVE_INFINITY,
};
/** Reserved error names that the interpreter implements. */
const reservedErrors = ["States.ALL", "States.Timeout", "States.HeartbeatTimeout"];
const waitForToken = "arn:aws:states:::lambda:invoke.waitForTaskToken";

/**
 * Parses a definition in the Amazon States Language; refuses everything that the interpreter does not
 * implement.
 */
export function parseDefinition(text: string): Definition {
  const resolve = (path: string) => functionOf(path);
  const root = parse(text, { customTags: [{ tag: "!GetAtt", resolve }] }) as Fields;
  only(root, ["Comment", "StartAt", "TimeoutSeconds", "States"], "the definition");
  const States = Object.entries(root.States as Record<string, Fields>).map(([name, state]) => {
    return [name, parseState(name, state)] as const;
  });
  const definition = { ...root, States: Object.fromEntries(States) } as unknown as Definition;
  for (const next of nextStates(definition)) {
    if (!definition.States[next]) throw new Error(`There is no state ${next}`);
  }
  return definition;
}

export function readDefinition(): Definition {
  const url = new URL("../../../../workflows/employee-task/definition.asl.yml", import.meta.url);
  return parseDefinition(readFileSync(url, "utf8"));
}

/** Returns the definition as it was before texts could wait for GitHub's limits. */
export function withoutPacedStates(definition: Definition): Definition {
  const isKept = ({ ErrorEquals }: Catcher) => !ErrorEquals.includes("PacedError");
  const States = Object.entries(definition.States)
    .filter(([name]) => !name.startsWith("AwaitPace"))
    .map(([name, state]) => [
      name,
      state.Type === "Task" ? { ...state, Catch: state.Catch.filter(isKept) } : state,
    ]);
  return { ...definition, States: Object.fromEntries(States) };
}

function parseState(name: string, fields: Fields): State {
  const known = stateFields[fields.Type as State["Type"]];
  if (!known) throw new Error(`${name} has a type that is not implemented: ${String(fields.Type)}`);
  only(fields, known, name);
  if (fields.Type === "Choice") {
    for (const rule of (fields as unknown as Choice).Choices)
      only(rule, ["Variable", "StringEquals", "Next"], name);
  }
  if (fields.Type !== "Task") return fields as unknown as State;
  const task = { Retry: [], Catch: [], waitsForToken: false, ...withFunction(fields) } as unknown as Task;
  for (const [field, value] of Object.entries(task.Parameters ?? {})) {
    const isPath = typeof value === "string" && /^\$(\.\w+)+$|^\$\$\.Task\.Token$/.test(value);
    if (field.endsWith(".$") ? !isPath : typeof value !== "boolean") {
      throw new Error(`${name} has a parameter that is not implemented: ${field}`);
    }
  }
  for (const retrier of task.Retry) only(retrier, retryFields, name);
  for (const catcher of task.Catch) only(catcher, ["ErrorEquals", "ResultPath", "Next"], name);
  for (const error of [...task.Retry, ...task.Catch].flatMap(({ ErrorEquals }) => ErrorEquals)) {
    if (error.startsWith("States.") && !reservedErrors.includes(error)) {
      throw new Error(`${name} names an error that is not implemented: ${error}`);
    }
  }
  return { ...task, Retry: task.Retry.map((retrier) => ({ ...retryDefaults, ...retrier })) };
}

/** Returns a task that waits for its token with the function that it calls and its payload. */
function withFunction(fields: Fields): Fields {
  if (fields.Resource !== waitForToken) return fields;
  const { FunctionName: Resource, Payload } = fields.Parameters as Fields;
  return { ...fields, Resource, Parameters: Payload, waitsForToken: true };
}

function only(fields: object, known: readonly string[], where: string): void {
  const unknown = Object.keys(fields).filter((field) => !known.includes(field));
  if (unknown.length > 0)
    throw new Error(`${where} has fields that are not implemented: ${unknown.join(", ")}`);
}

/** `AcknowledgeJobLambdaFunction.Arn` → `acknowledgeJob`. */
function functionOf(path: string): string {
  const [, name = ""] = /^(\w+)LambdaFunction\.Arn$/.exec(path) ?? [];
  const key = name.charAt(0).toLowerCase() + name.slice(1);
  const found = functionNames.find((known) => known === key);
  if (!found) throw new Error(`There is no function ${path}`);
  return found;
}

function nextStates({ StartAt, States }: Definition): string[] {
  const following = Object.values(States).flatMap((state) => {
    if (state.Type === "Task") return [state.Next, ...state.Catch.map(({ Next }) => Next)];
    if (state.Type === "Choice") return [state.Default, ...state.Choices.map(({ Next }) => Next)];
    return [];
  });
  return [StartAt, ...following];
}
