import type { RunLimits } from "./job-failure.ts";
import type { ExecutionInput } from "./workflow.ts";

export type { ExecutionInput } from "./workflow.ts";

/** The input of a step that runs because another step failed, with the error that Step Functions reports. */
export interface FailedExecutionInput extends ExecutionInput {
  failure: { Error: string; Cause?: string };
  /** Output of `freeze-context`: a run outside has limits. */
  context?: Partial<RunLimits> & { objects?: unknown };
}

const fields = {
  job_id: { type: "string", minLength: 1, maxLength: 80 },
  attempt: { type: "integer", minimum: 1 },
  paces: { type: "boolean" },
} as const;

export const executionInputSchema = {
  $id: "execution-input",
  type: "object",
  required: ["job_id", "attempt"],
  properties: fields,
} as const;

export const failedExecutionInputSchema = {
  $id: "failed-execution-input",
  type: "object",
  required: ["job_id", "attempt", "failure"],
  properties: {
    ...fields,
    failure: {
      type: "object",
      required: ["Error"],
      properties: { Error: { type: "string" }, Cause: { type: "string" } },
    },
    context: {
      type: "object",
      properties: { timeout_seconds: { type: "integer" }, heartbeat_seconds: { type: "integer" } },
    },
  },
} as const;
