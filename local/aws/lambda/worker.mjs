/**
 * One execution environment: loads the bundle given by its arguments (file, export) and runs one invocation at a time, with
 * the context and the error payloads of the Node.js runtime on AWS.
 *
 * It is JavaScript because a process that loads TypeScript needs 19 MB more and starts 0.2 s later.
 */
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

/**
 * @typedef {import("./worker-messages.ts").InvokeMessage} InvokeMessage
 * @typedef {import("./worker-messages.ts").WorkerMessage} WorkerMessage
 * @typedef {(event: unknown, context: object) => unknown} Handler
 */

const [file = "", exportName = ""] = process.argv.slice(2);

/** @param {WorkerMessage} message */
function send(message) {
  return new Promise((resolve) => {
    process.send?.(message, undefined, {}, () => resolve(undefined));
  });
}

/**
 * @param {unknown} error
 * @param {boolean} exiting
 * @param {string} [type]
 * @returns {WorkerMessage}
 */
function failure(error, exiting, type) {
  const payload = isErrorLike(error)
    ? { errorType: type ?? error.name, errorMessage: error.message, trace: error.stack?.split("\n") ?? [] }
    : { errorType: type ?? typeof error, errorMessage: String(error), trace: [] };
  return { type: "done", payload: JSON.stringify(payload), failed: true, exiting };
}

/**
 * @param {unknown} value
 * @returns {value is Error}
 */
function isErrorLike(value) {
  return typeof value === "object" && value !== null && "name" in value && "message" in value;
}

/** @returns {Promise<Handler>} */
async function loadHandler() {
  const loaded = file.endsWith(".cjs")
    ? createRequire(import.meta.url)(file)
    : await import(pathToFileURL(file).href);
  const handler = loaded[exportName];
  if (typeof handler !== "function") {
    throw Object.assign(new Error(`${file}.${exportName} is undefined or not exported`), {
      name: "Runtime.HandlerNotFound",
    });
  }
  return handler;
}

/** @param {InvokeMessage} message */
function createContext(message) {
  const { env } = process;
  return {
    awsRequestId: message.requestId,
    functionName: env.AWS_LAMBDA_FUNCTION_NAME,
    functionVersion: "$LATEST",
    invokedFunctionArn: message.functionArn,
    memoryLimitInMB: env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
    logGroupName: env.AWS_LAMBDA_LOG_GROUP_NAME,
    logStreamName: env.AWS_LAMBDA_LOG_STREAM_NAME,
    callbackWaitsForEmptyEventLoop: true,
    getRemainingTimeInMillis: () => Math.max(0, message.deadline - Date.now()),
  };
}

/**
 * @param {Handler} handler
 * @param {InvokeMessage} message
 * @returns {Promise<WorkerMessage>}
 */
async function run(handler, message) {
  process.env._X_AMZN_TRACE_ID = message.traceId;
  try {
    const result = await handler(JSON.parse(message.event), createContext(message));
    return { type: "done", payload: JSON.stringify(result) ?? "null", failed: false, exiting: false };
  } catch (error) {
    console.error(error);
    return failure(error, false);
  }
}

/**
 * @param {unknown} error
 * @param {string} [type]
 */
async function die(error, type) {
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
    process.on("message", (/** @type {InvokeMessage} */ message) => void run(handler, message).then(send));
    void send({ type: "ready" });
  },
  (error) => void die(error),
);
