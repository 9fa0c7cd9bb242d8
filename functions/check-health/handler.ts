import middy, { type Request } from "@middy/core";
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from "aws-lambda";
import { deadline } from "../../middleware/deadline.ts";
import { describeError } from "../../middleware/describe-error.ts";
import { httpErrors, jsonResponse } from "../../middleware/http-errors.ts";
import { beginLog, type InvocationLog } from "../../middleware/log.ts";
import { type Origin, origin } from "../../middleware/origin.ts";
import { checkHealth, type Probe } from "./check-health.ts";

interface CheckHealthDeps {
  log: InvocationLog;
  origin: Origin;
  /** By part name. The names appear in the response. */
  probes: Record<string, Probe>;
  timeoutMs?: number;
}

/** Creates the handler. `before` runs from top to bottom, `onError` from bottom to top. */
export function createHandler({ timeoutMs = 3_000, ...deps }: CheckHealthDeps) {
  const { log, probes } = deps;
  const chain = middy<APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2>({
    timeoutEarlyInMillis: 0,
    requestStart: beginLog(deps),
    requestEnd: function logRefusal({ error }: Request): void {
      if (error) log.error("health check refused", describeError(error));
    },
  })
    .use(httpErrors())
    .use(origin(deps))
    .handler(async () => {
      const silent = await checkHealth(probes, timeoutMs);
      for (const { part, error } of silent) log.error("part unavailable", { part, ...describeError(error) });
      return silent.length === 0 ? healthy() : unavailable(silent.map(({ part }) => part));
    });
  // Reading the origin secret may be what hangs.
  return deadline(chain, { reserve: 300, respond: () => unavailable(["secrets"]) });
}

/** The edge caches the response for this long: see HealthCachePolicy in resources/edge.yml. */
const cached = "public, max-age=5";

const healthy = () => jsonResponse(200, { status: "ok" }, cached);
const unavailable = (parts: string[]) => jsonResponse(503, { status: "unavailable", parts }, cached);
