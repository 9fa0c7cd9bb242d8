import type { ExecutionInput } from "../jobs/workflow.ts";
import { type RunObjects, resultKeyPattern } from "./frozen-task.ts";

/** The input of `run-employee`: the output of `freeze-context`. */
export interface RunInput extends ExecutionInput {
  context: { objects: RunObjects };
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

export const runInputSchema = {
  $id: "run-input",
  type: "object",
  required: ["job_id", "attempt", "context"],
  properties: {
    ...ids,
    context: {
      type: "object",
      required: ["objects"],
      properties: {
        objects: {
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
        },
      },
    },
  },
} as const;

export const publishInputSchema = {
  $id: "publish-input",
  type: "object",
  required: ["job_id", "attempt"],
  properties: {
    ...ids,
    context: {
      type: "object",
      properties: { objects: { type: "object", required: ["result"], properties: { result } } },
    },
  },
} as const;
