/**
 * One execution environment: loads the bundle given by its arguments (file, export) and runs one invocation at a time, with
 * the context and the error payloads of the Node.js runtime on AWS.
 */
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import type { InvokeMessage, WorkerMessage } from "./worker-messages.ts";

type Handler = (event: unknown, context: object) => unknown;

const [file = "", exportName = ""] = process.argv.slice(2);

function send(message: WorkerMessage): Promise<void> {
  return new Promise((resolve) => {
    process.send?.(message, undefined, {}, () => resolve());
  });
}

function failure(error: unknown, exiting: boolean, type?: string): WorkerMessage {
  const payload =
    error instanceof Error || isErrorLike(error)
      ? { errorType: type ?? error.name, errorMessage: error.message, trace: error.stack?.split("\n") ?? [] }
      : { errorType: type ?? typeof error, errorMessage: String(error), trace: [] };
  return { type: "done", payload: JSON.stringify(payload), failed: true, exiting };
}

function isErrorLike(value: unknown): value is Error {
  return typeof value === "object" && value !== null && "name" in value && "message" in value;
}

async function loadHandler(): Promise<Handler> {
  const loaded: Record<string, unknown> = file.endsWith(".cjs")
    ? createRequire(import.meta.url)(file)
    : await import(pathToFileURL(file).href);
  const handler = loaded[exportName];
  if (typeof handler !== "function") {
    throw Object.assign(new Error(`${file}.${exportName} is undefined or not exported`), {
      name: "Runtime.HandlerNotFound",
    });
  }
  return handler as Handler;
}

function createContext(message: InvokeMessage): object {
  const name = process.env.AWS_LAMBDA_FUNCTION_NAME;
  return {
    awsRequestId: message.requestId,
    functionName: name,
    functionVersion: "$LATEST",
    invokedFunctionArn: message.functionArn,
    memoryLimitInMB: process.env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
    logGroupName: process.env.AWS_LAMBDA_LOG_GROUP_NAME,
    logStreamName: process.env.AWS_LAMBDA_LOG_STREAM_NAME,
    callbackWaitsForEmptyEventLoop: true,
    getRemainingTimeInMillis: () => Math.max(0, message.deadline - Date.now()),
  };
}

async function run(handler: Handler, message: InvokeMessage): Promise<WorkerMessage> {
  process.env._X_AMZN_TRACE_ID = message.traceId;
  try {
    const result = await handler(JSON.parse(message.event), createContext(message));
    return { type: "done", payload: JSON.stringify(result) ?? "null", failed: false, exiting: false };
  } catch (error) {
    console.error(error);
    return failure(error, false);
  }
}

async function die(error: unknown, type?: string): Promise<void> {
  console.error(error);
  await send(failure(error, true, type));
  process.exit(129);
}

// Ctrl+C reaches the whole process group, but the parent decides when a worker ends.
process.on("SIGINT", () => {});
process.on("disconnect", () => process.exit(0));
process.on("uncaughtException", (error) => void die(error));
process.on("unhandledRejection", (reason) => void die(reason, "Runtime.UnhandledPromiseRejection"));

loadHandler().then(
  (handler) => {
    process.on("message", (message: InvokeMessage) => void run(handler, message).then(send));
    void send({ type: "ready" });
  },
  (error: unknown) => void die(error),
);
