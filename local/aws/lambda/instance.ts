import { type ChildProcess, fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { LaptopFunction } from "./laptop-function.ts";
import { exited, type Outcome, succeeded, timedOut } from "./outcome.ts";
import type { InvokeMessage, WorkerMessage } from "./worker-messages.ts";

const worker = fileURLToPath(new URL("./worker.mjs", import.meta.url));

/** Lambda gives a cold start ten seconds before the function's timeout starts. */
const initSeconds = 10;
const closeMilliseconds = 200;

/** V8 collects garbage before it takes more memory: many functions run beside each other, and most of them wait. */
const smallHeap = ["--optimize-for-size", "--max-semi-space-size=2"];
/** One memory arena for all threads of a process (with glibc), and two threads for files and cryptography. */
const smallProcess = { MALLOC_ARENA_MAX: "1", UV_THREADPOOL_SIZE: "2" };

type InstanceDefinition = Pick<LaptopFunction, "file" | "exportName" | "timeoutSeconds" | "memorySize">;

export interface Instance {
  readonly pid: number | undefined;
  readonly alive: boolean;
  /** Runs one invocation; the caller runs one at a time. Never rejects. */
  invoke(request: Omit<InvokeMessage, "deadline">): Promise<Outcome>;
  kill(): void;
  whenExited: Promise<void>;
}

interface Invocation {
  request: Omit<InvokeMessage, "deadline">;
  settle(outcome: Outcome): void;
  timer: NodeJS.Timeout;
}

/** Starts a worker process with this environment and little more; its output goes to `write`. */
export function startInstance(
  definition: InstanceDefinition,
  environment: Record<string, string>,
  write: (chunk: Buffer) => void,
): Instance {
  const { timeoutSeconds } = definition;
  const child = forkWorker(definition, environment, write);
  let ready = false;
  let alive = true;
  let current: Invocation | undefined;

  child.on("message", (message: WorkerMessage) => {
    if (message.type === "ready") {
      ready = true;
      if (current) begin(current);
      return;
    }
    if (message.exiting) alive = false;
    if (current) finish(outcomeOf(current.request.requestId, message));
  });
  const whenExited = watchExit(child, {
    dead: () => {
      alive = false;
    },
    ended: (code, signal) => {
      if (current) finish(exited(current.request.requestId, code, signal));
    },
  });

  function begin(invocation: Invocation): void {
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
    pid: child.pid,
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

function forkWorker(
  { file, exportName, memorySize = 1024 }: InstanceDefinition,
  environment: Record<string, string>,
  write: (chunk: Buffer) => void,
): ChildProcess {
  const child = fork(worker, [file, exportName], {
    env: { ...smallProcess, ...environment },
    execArgv: [...smallHeap, `--max-old-space-size=${memorySize}`],
    stdio: ["ignore", "pipe", "pipe", "ipc"],
  });
  child.stdout?.on("data", write);
  child.stderr?.on("data", write);
  child.on("error", () => {});
  return child;
}

/**
 * Calls `dead` when the process has exited and `ended` when its output and its last message are complete; resolves then.
 * A child process of the worker can keep its pipes open, so `ended` comes at most 200 ms after the exit.
 */
function watchExit(
  child: ChildProcess,
  on: { dead(): void; ended(code: number | null, signal: NodeJS.Signals | null): void },
): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const end = (code: number | null, signal: NodeJS.Signals | null): void => {
    on.dead();
    on.ended(code, signal);
    resolve();
  };
  child.on("close", end);
  child.on("exit", (code, signal) => {
    on.dead();
    setTimeout(end, closeMilliseconds, code, signal).unref();
  });
  return promise;
}

function outcomeOf(
  requestId: string,
  { payload, failed }: Extract<WorkerMessage, { type: "done" }>,
): Outcome {
  return failed ? { requestId, payload, failed } : succeeded(requestId, payload);
}
