import { parseJson } from "../../../core/json-value.ts";
import { AwsError } from "../server/aws-error.ts";
import type { HttpExchange } from "../server/listen.ts";
import type { Pool } from "./pool.ts";

const path = /^\/2015-03-31\/functions\/([^/]+)\/invocations(?:\?.*)?$/;

export function isInvocation(url: string): boolean {
  return path.test(url);
}

/** https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html; `Event` invocations are not retried. */
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
      if (type === "Event") pool.invoke(event, { patienceMs: Infinity }).catch(() => {});
      response.writeHead(type === "Event" ? 202 : 204).end();
      return;
    }
    // An HTTP caller hangs up when it has waited long enough, as API Gateway does.
    const outcome = await pool.invoke(event, { signal: hangUp(response), patienceMs: Infinity });
    response
      .writeHead(200, {
        "content-type": "application/json",
        "x-amzn-requestid": outcome.requestId,
        "x-amz-executed-version": "$LATEST",
        ...(outcome.failed ? { "x-amz-function-error": "Unhandled" } : {}),
      })
      .end(outcome.payload);
  } catch (error) {
    const known = error instanceof AwsError ? error : new AwsError("ServiceException", String(error), 500);
    response
      .writeHead(known.statusCode, { "content-type": "application/json", "x-amzn-errortype": known.name })
      .end(JSON.stringify({ Type: "User", Message: known.message }));
  }
}

/** Aborted when the connection ends before the response has been sent. */
function hangUp(response: HttpExchange["response"]): AbortSignal {
  const gone = new AbortController();
  response.once("close", () => gone.abort());
  return gone.signal;
}

/** By name, by ARN, or by either with a version or alias. */
export function findPool(pools: Pool[], id: string): Pool {
  const name = id.startsWith("arn:") ? id.split(":")[6] : id.split(":")[0];
  const pool = pools.find(({ functionName }) => functionName === name);
  if (!pool) throw new AwsError("ResourceNotFoundException", `Function not found: ${id}`, 404);
  return pool;
}
