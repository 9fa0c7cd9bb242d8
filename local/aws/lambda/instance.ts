import { type ChildProcess, fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { LaptopFunction } from "./laptop-function.ts";
import type { InvokeMessage, WorkerMessage } from "./messages.ts";
import { exited, type Outcome, succeeded, timedOut } from "./outcome.ts";

const worker = fileURLToPath(new URL("./worker.ts", import.meta.url));

/** Lambda gives a cold start ten seconds of its own before the function's timeout runs. */
const initSeconds = 10;
const closeMilliseconds = 200;

export interface Instance {
  readonly pid: number | undefined;
  readonly alive: boolean;
  /** One at a time; never rejects. */
  invoke(request: Omit<InvokeMessage, "deadline">): Promise<Outcome>;
  kill(): void;
  whenExited: Promise<void>;
}

interface Current {
  request: Omit<InvokeMessage, "deadline">;
  settle(outcome: Outcome): void;
  timer: NodeJS.Timeout;
}

/** Starts a worker process with exactly this environment; its output goes to `write`. */
export function startInstance(
  definition: Pick<LaptopFunction, "file" | "exportName" | "timeoutSeconds">,
  environment: Record<string, string>,
  write: (chunk: Buffer) => void,
): Instance {
  const { file, exportName, timeoutSeconds } = definition;
  const child: ChildProcess = fork(worker, [file, exportName], {
    env: environment,
    execArgv: [],
    stdio: ["ignore", "pipe", "pipe", "ipc"],
  });
  let ready = false;
  let alive = true;
  let current: Current | undefined;

  child.stdout?.on("data", write);
  child.stderr?.on("data", write);
  child.on("error", () => {});
  child.on("message", (message: WorkerMessage) => {
    if (message.type === "ready") {
      ready = true;
      if (current) begin(current);
      return;
    }
    if (message.exiting) alive = false;
    if (current) {
      const { requestId } = current.request;
      const { payload, failed } = message;
      finish(failed ? { requestId, payload, failed } : succeeded(requestId, payload));
    }
  });
  const { promise: whenExited, resolve: markExited } = Promise.withResolvers<void>();
  // The output and the last message are complete at "close"; a child of the worker can keep the pipes open.
  child.on("close", end);
  child.on("exit", (code, signal) => {
    alive = false;
    setTimeout(end, closeMilliseconds, code, signal).unref();
  });

  function end(code: number | null, signal: NodeJS.Signals | null): void {
    alive = false;
    if (current) finish(exited(current.request.requestId, code, signal));
    markExited();
  }

  function begin(invocation: Current): void {
    clearTimeout(invocation.timer);
    invocation.timer = limit(timeoutSeconds, invocation.request.requestId);
    const message: InvokeMessage = { ...invocation.request, deadline: Date.now() + timeoutSeconds * 1000 };
    child.send(message, () => {});
  }

  function limit(seconds: number, requestId: string): NodeJS.Timeout {
    return setTimeout(() => {
      kill();
      finish(timedOut(requestId, timeoutSeconds));
    }, seconds * 1000);
  }

  function finish(outcome: Outcome): void {
    if (!current) return;
    const { timer, settle } = current;
    clearTimeout(timer);
    current = undefined;
    settle(outcome);
  }

  function kill(): void {
    alive = false;
    child.kill("SIGKILL");
  }

  return {
    get pid() {
      return child.pid;
    },
    get alive() {
      return alive;
    },
    invoke: (request) =>
      new Promise((settle) => {
        current = { request, settle, timer: limit(initSeconds + timeoutSeconds, request.requestId) };
        if (ready) begin(current);
      }),
    kill,
    whenExited,
  };
}
