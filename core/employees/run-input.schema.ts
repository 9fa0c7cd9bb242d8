import type { ExecutionInput } from "../jobs/workflow.ts";
import { callbackIdPattern, type RunObjects, resultKeyPattern } from "./frozen-task.ts";

/** The input of `run-employee`: the output of `freeze-context`. */
export interface RunInput extends ExecutionInput {
  context: { objects: RunObjects };
}

/** The input of `call-employee` and `start-workflow`, with the token of the state that waits, or to cancel the run. */
export interface CallInput extends ExecutionInput {
  context: CallContext;
  task_token?: string;
  cancel?: true;
}

/** What `freeze-context` returns for a run outside. */
export interface CallContext {
  objects: RunObjects;
  /** The opaque id of the callback's address, 48 random characters. The table has its SHA-256 only. */
  callback: string;
  /** Whole seconds until the run fails, and the longest silence before that. */
  timeout_seconds: number;
  heartbeat_seconds: number;
}

/** The input of `publish-result`. Executions of an earlier version name no result key. */
export interface PublishInput extends ExecutionInput {
  context?: { objects?: Pick<RunObjects, "result"> };
}

const ids = {
  job_id: { type: "string", minLength: 1, maxLength: 80 },
  attempt: { type: "integer", minimum: 1 },
} as const;
const result = { type: "string", pattern: resultKeyPattern } as const;
const text = { type: "string", minLength: 1 } as const;

const seconds = { type: "integer", minimum: 1 } as const;

const objects = {
  type: "object",
  required: ["context", "result"],
  properties: {
    context: {
      type: "object",
      required: ["kind", "bucket", "key", "sha256", "bytes"],
      properties: {
        kind: { const: "s3" },
        bucket: text,
        key: text,
        sha256: { type: "string", pattern: "^[0-9a-f]{64}$" },
        bytes: { type: "integer", minimum: 0 },
      },
    },
    result,
  },
} as const;

export const runInputSchema = {
  $id: "run-input",
  type: "object",
  required: ["job_id", "attempt", "context"],
  properties: {
    ...ids,
    context: { type: "object", required: ["objects"], properties: { objects } },
  },
} as const;

export const callInputSchema = {
  $id: "call-input",
  type: "object",
  required: ["job_id", "attempt", "context"],
  properties: {
    ...ids,
    context: {
      type: "object",
      required: ["objects", "callback", "timeout_seconds", "heartbeat_seconds"],
      properties: {
        objects,
        callback: { type: "string", pattern: callbackIdPattern },
        timeout_seconds: seconds,
        heartbeat_seconds: seconds,
      },
    },
    task_token: text,
    cancel: { const: true },
  },
} as const;

export const publishInputSchema = {
  $id: "publish-input",
  type: "object",
  required: ["job_id", "attempt"],
  properties: {
    ...ids,
    paces: { type: "boolean" },
    context: {
      type: "object",
      properties: { objects: { type: "object", required: ["result"], properties: { result } } },
    },
  },
} as const;
