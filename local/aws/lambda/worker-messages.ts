/** Messages between the laptop and a worker process; events and payloads are JSON text. */
export interface InvokeMessage {
  requestId: string;
  event: string;
  functionArn: string;
  /** Milliseconds since the epoch. */
  deadline: number;
  traceId: string;
}

export type WorkerMessage =
  | { type: "ready" }
  /** `exiting`: the process is about to end and accepts no more invocations. */
  | { type: "done"; payload: string; failed: boolean; exiting: boolean };
