import { isRecord, type JsonRecord } from "../../../core/json-value.ts";

export interface TaskState {
  name: string;
  resource: string;
}

export interface PreparedDefinition {
  definition: JsonRecord;
  /** All Task states, including those in Parallel and Map states. */
  tasks: TaskState[];
}

/** The service integration whose `Parameters` name the function. */
export const optimizedInvoke = "arn:aws:states:::lambda:invoke";

/** The same, for a state that waits until its task token is sent back. */
export const waitingInvoke = `${optimizedInvoke}.waitForTaskToken`;

/** Stands for the task token in a task's input until the task starts. */
export const tokenPlaceholder = "$$.Task.Token";

/** Members that carry a waiting task's time limits beside its parameters: only there the interpreter reads paths. */
export const limitMembers = { timeout: "laptop_timeout", heartbeat: "laptop_heartbeat" } as const;

/** The longest timer of Node.js, 2^31 ms. On AWS, a Task without a timeout waits almost without limit. */
const longestSeconds = 2_147_483;

/**
 * Changes a definition where the interpreter differs from AWS: it gives a Task without `TimeoutSeconds` 60 s, takes
 * `ResultPath: "$"` for a member called "$", and knows neither task tokens nor heartbeats, which `runTask` adds. Throws for
 * what the interpreter does not support.
 */
export function prepareDefinition(definition: unknown): PreparedDefinition {
  const tasks: TaskState[] = [];

  function prepareMachine(machine: unknown): JsonRecord {
    if (!isRecord(machine) || !isRecord(machine.States)) throw new Error("A state machine has no States");
    const states = Object.entries(machine.States).map(([name, state]) => [name, prepareState(name, state)]);
    return { ...withClampedTimeout(machine), States: Object.fromEntries(states) };
  }

  function prepareState(name: string, state: unknown): JsonRecord {
    if (!isRecord(state)) throw new Error(`State "${name}" is not an object`);
    const prepared = withClampedTimeout(withoutRootResultPath(state));
    if (Array.isArray(state.Catch)) prepared.Catch = state.Catch.map(withoutRootResultPath);
    if (Array.isArray(state.Branches)) prepared.Branches = state.Branches.map(prepareMachine);
    for (const key of ["Iterator", "ItemProcessor"]) {
      if (state[key] !== undefined) prepared[key] = prepareMachine(state[key]);
    }
    if (state.Type !== "Task") return prepared;
    if (tasks.some((task) => task.name === name)) throw new Error(`Two Task states are called "${name}"`);
    refuseUnknownResource(name, String(state.Resource));
    tasks.push({ name, resource: String(state.Resource) });
    if (state.Resource === waitingInvoke) return prepareWaiting(name, prepared);
    const hasTimeout = state.TimeoutSeconds !== undefined || state.TimeoutSecondsPath !== undefined;
    return hasTimeout ? prepared : { ...prepared, TimeoutSeconds: longestSeconds };
  }

  refuseUnsupported(definition);
  return { definition: prepareMachine(definition), tasks };
}

/** Throws for features that the interpreter would ignore silently. */
function refuseUnsupported(definition: unknown): void {
  const text = JSON.stringify(definition) ?? "";
  const unsupported = /"QueryLanguage":"JSONata"|"Assign":|\$\$\.(?:State\b|Task\b(?!\.Token"))/.exec(
    text,
  )?.[0];
  if (unsupported) throw new Error(`The laptop's Step Functions do not support ${unsupported}`);
}

function refuseUnknownResource(state: string, resource: string): void {
  const known =
    [optimizedInvoke, waitingInvoke].includes(resource) ||
    /^arn:[^:]+:lambda:[^:]*:\d*:function:/.test(resource);
  if (!known) throw new Error(`State "${state}": the laptop's Step Functions cannot run ${resource}`);
}

/** Moves the time limits of a waiting task into its parameters, and leaves the place of its token for `runTask`. */
function prepareWaiting(name: string, state: JsonRecord): JsonRecord {
  const { TimeoutSeconds, TimeoutSecondsPath, HeartbeatSeconds, HeartbeatSecondsPath, ...rest } = state;
  const limits = {
    ...limitOf(limitMembers.timeout, TimeoutSeconds, TimeoutSecondsPath),
    ...limitOf(limitMembers.heartbeat, HeartbeatSeconds, HeartbeatSecondsPath),
  };
  const parameters = withTokenPlaceholder(state.Parameters);
  if (!isRecord(parameters)) throw new Error(`State "${name}" waits for its token and needs Parameters`);
  return { ...rest, Parameters: { ...parameters, ...limits }, TimeoutSeconds: longestSeconds };
}

function limitOf(member: string, seconds: unknown, path: unknown): JsonRecord {
  if (path !== undefined) return { [`${member}.$`]: path };
  return seconds === undefined ? {} : { [member]: seconds };
}

function withTokenPlaceholder(value: unknown): unknown {
  if (!isRecord(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) =>
      member === tokenPlaceholder && name.endsWith(".$")
        ? [name.slice(0, -2), tokenPlaceholder]
        : [name, withTokenPlaceholder(member)],
    ),
  );
}

function withClampedTimeout(value: JsonRecord): JsonRecord {
  const seconds = value.TimeoutSeconds;
  return typeof seconds === "number"
    ? { ...value, TimeoutSeconds: Math.min(seconds, longestSeconds) }
    : { ...value };
}

function withoutRootResultPath(value: JsonRecord): JsonRecord {
  const { ResultPath, ...rest } = value;
  return ResultPath === "$" ? rest : { ...value };
}
