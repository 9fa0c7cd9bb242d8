import type { History } from "./history.ts";

export type ExecutionStatus = "RUNNING" | "SUCCEEDED" | "FAILED" | "TIMED_OUT" | "ABORTED";

export interface Execution {
  readonly arn: string;
  readonly name: string;
  readonly stateMachineArn: string;
  /** The JSON text that it was started with; a repeated start must have the same. */
  readonly input: string;
  /** Milliseconds since the epoch, like every time of an execution. */
  readonly startedAt: number;
  readonly history: History;
  status: ExecutionStatus;
  stoppedAt?: number;
  output?: string;
  error?: string;
  cause?: string;
  /** Ends a running execution as ABORTED; does nothing to a finished one. */
  stop(reason?: { error?: string | undefined; cause?: string | undefined }): void;
  /** Resolves when the execution has ended, whatever its status. */
  finished: Promise<void>;
}

export type ExecutionSummary = Pick<
  Execution,
  "arn" | "name" | "stateMachineArn" | "status" | "startedAt" | "stoppedAt"
>;
