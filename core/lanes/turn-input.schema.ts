import type { ExecutionInput } from "../jobs/workflow.ts";

/**
 * The input of `await-turn`: an attempt and the task token of its workflow state. `paced`: the attempt waits for GitHub's
 * limits, not for its turn.
 */
export interface TurnInput extends ExecutionInput {
  task_token: string;
  paced?: true;
}

export const turnInputSchema = {
  $id: "turn-input",
  type: "object",
  required: ["job_id", "attempt", "task_token"],
  properties: {
    job_id: { type: "string", minLength: 1, maxLength: 80 },
    attempt: { type: "integer", minimum: 1 },
    task_token: { type: "string", minLength: 1, maxLength: 2048 },
    paced: { const: true },
  },
} as const;
