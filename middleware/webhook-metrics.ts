import type { Metrics } from "../core/metrics.ts";
import { httpError } from "./http-errors.ts";
import type { EndedRequest } from "./request-end.ts";

const badSignatures = ["bad_signature", "missing_signature"];

/**
 * Counts requests with a wrong or missing signature; the access log has the end of every request, the API's own metrics
 * its failures. For Middy's `requestEnd`.
 */
export function webhookMetrics({ metrics }: { metrics: Pick<Metrics, "count"> }) {
  return function countSignature({ error }: EndedRequest): void {
    if (error && badSignatures.includes(httpError(error).code)) metrics.count("SignatureFailed");
  };
}
