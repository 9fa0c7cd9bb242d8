/**
 * The body of `POST /callbacks/<id>`, version 1. A heartbeat says that the run still works, with an optional line of
 * progress. A result has the fields of the schema `employee-result` besides these.
 */
export interface CallbackBody {
  type: "heartbeat" | "result";
  job_id: string;
  /** Counts from 1: the task names it. */
  attempt: number;
  /** Untrusted text. */
  progress?: string | null;
}

export const callbackBodySchema = {
  $id: "callback-body",
  type: "object",
  required: ["type", "job_id", "attempt"],
  properties: {
    type: { enum: ["heartbeat", "result"] },
    job_id: { type: "string", minLength: 1, maxLength: 80 },
    attempt: { type: "integer", minimum: 1 },
    progress: { type: "string", nullable: true, maxLength: 10_000 },
  },
} as const;
