/** What the parent and a worker process say to each other; payloads stay JSON text, as on the wire. */
export interface InvokeMessage {
  requestId: string;
  event: string;
  functionArn: string;
  deadline: number;
  traceId: string;
}

export type WorkerMessage =
  | { type: "ready" }
  /** `exiting`: the process is about to end and takes no more work. */
  | { type: "done"; payload: string; failed: boolean; exiting: boolean };
