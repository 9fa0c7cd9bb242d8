import { parseJson } from "../../../core/json-value.ts";
import { AwsError } from "../server/aws-error.ts";
import type { HttpExchange } from "../server/listen.ts";
import { sendError } from "../server/rest-response.ts";
import type { Pool } from "./pool.ts";

const path = /^\/2015-03-31\/functions\/([^/]+)\/invocations(?:\?.*)?$/;

export function isInvocation(url: string): boolean {
  return path.test(url);
}

/** Serves https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html; does not retry `Event` invocations. */
export async function serveInvocation(
  pools: Pool[],
  { request, body, response }: HttpExchange,
): Promise<void> {
  try {
    const pool = findPool(pools, decodeURIComponent(path.exec(request.url ?? "")?.[1] ?? ""));
    const event = body.toString("utf8") || "{}";
    if (parseJson(event) === undefined) {
      throw new AwsError("InvalidRequestContentException", "Could not parse request body into json");
    }
    const type = request.headers["x-amz-invocation-type"] ?? "RequestResponse";
    if (type !== "RequestResponse") {
      if (type === "Event") pool.invoke(event, { maxWaitMs: Infinity }).catch(() => {});
      response.writeHead(type === "Event" ? 202 : 204).end();
      return;
    }
    // The caller decides how long it waits, as API Gateway does, and then closes the connection.
    const outcome = await pool.invoke(event, { signal: closedEarly(response), maxWaitMs: Infinity });
    response
      .writeHead(200, {
        "content-type": "application/json",
        "x-amzn-requestid": outcome.requestId,
        "x-amz-executed-version": "$LATEST",
        ...(outcome.failed ? { "x-amz-function-error": "Unhandled" } : {}),
      })
      .end(outcome.payload);
  } catch (error) {
    sendError(response, error);
  }
}

/** Returns a signal that aborts when the connection closes; after the response has been sent, nothing listens to it. */
function closedEarly(response: HttpExchange["response"]): AbortSignal {
  const closed = new AbortController();
  response.once("close", () => closed.abort());
  return closed.signal;
}

/** Finds a function by name or ARN, with or without a version or alias; throws ResourceNotFoundException. */
export function findPool(pools: Pool[], id: string): Pool {
  const name = id.startsWith("arn:") ? id.split(":")[6] : id.split(":")[0];
  const pool = pools.find(({ functionName }) => functionName === name);
  if (!pool) throw new AwsError("ResourceNotFoundException", `Function not found: ${id}`, 404);
  return pool;
}
