/**
 * Lambda's Node.js runtime as AWS describes it, over the Runtime API:
 * https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html. MiniStack's own runtime does not load
 * `.cjs` and names every error `Runtime.HandlerError`, so that no state machine could distinguish them.
 */
import { once } from "node:events";
import { existsSync } from "node:fs";
import { request } from "node:http";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const { AWS_LAMBDA_RUNTIME_API, LAMBDA_TASK_ROOT, _HANDLER } = process.env;
const api = `http://${AWS_LAMBDA_RUNTIME_API}/2018-06-01/runtime`;

async function loadHandler() {
  const [, module, name] = /^(.*)\.([^.]+)$/.exec(_HANDLER);
  const base = join(LAMBDA_TASK_ROOT, module);
  const path = [".js", ".mjs", ".cjs"].map((extension) => base + extension).find(existsSync);
  if (!path) throw named("Runtime.ImportModuleError", `Error: Cannot find module '${module}'`);
  const loaded = path.endsWith(".cjs") ? createRequire(path)(path) : await import(pathToFileURL(path).href);
  if (typeof loaded[name] === "function") return loaded[name];
  throw named("Runtime.HandlerNotFound", `${_HANDLER} is undefined or not exported`);
}

async function next() {
  const { status, headers, body } = await call("GET", "/invocation/next");
  // The environment is being stopped.
  if (status !== 200) process.exit(0);
  const header = (name) => headers[`lambda-runtime-${name}`] ?? "";
  process.env._X_AMZN_TRACE_ID = header("trace-id");
  const deadline = Number(header("deadline-ms"));
  const context = {
    awsRequestId: header("aws-request-id"),
    invokedFunctionArn: header("invoked-function-arn"),
    functionName: process.env.AWS_LAMBDA_FUNCTION_NAME,
    functionVersion: process.env.AWS_LAMBDA_FUNCTION_VERSION,
    memoryLimitInMB: process.env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
    logGroupName: `/aws/lambda/${process.env.AWS_LAMBDA_FUNCTION_NAME}`,
    logStreamName: process.env.AWS_LAMBDA_LOG_STREAM_NAME,
    getRemainingTimeInMillis: () => deadline - Date.now(),
  };
  return { event: JSON.parse(body), context };
}

/** With node:http: `fetch` times out if no event arrives for five minutes. */
async function call(method, path, value) {
  const sending = request(api + path, { method }).end(
    method === "GET" ? undefined : JSON.stringify(value ?? null),
  );
  const [response] = await once(sending, "response");
  const chunks = await response.toArray();
  return { status: response.statusCode, headers: response.headers, body: Buffer.concat(chunks).toString() };
}

function named(name, message) {
  return Object.assign(new Error(message), { name });
}

function describe(error) {
  if (!(error instanceof Error)) return { errorType: typeof error, errorMessage: String(error), trace: [] };
  return { errorType: error.name, errorMessage: error.message, trace: error.stack?.split("\n") ?? [] };
}

const handler = await loadHandler().catch(async (error) => {
  await call("POST", "/init/error", describe(error));
  process.exit(1);
});

for (;;) {
  const { event, context } = await next();
  const path = `/invocation/${context.awsRequestId}`;
  try {
    await call("POST", `${path}/response`, await handler(event, context));
  } catch (error) {
    await call("POST", `${path}/error`, describe(error));
  }
}
