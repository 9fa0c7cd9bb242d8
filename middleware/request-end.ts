import type { Request } from "@middy/core";

/** A request that has a response, from the chain or from the deadline. */
export type EndedRequest = Omit<Request, "internal">;

/**
 * Reports each request once. For Middy's `requestEnd`, and for the deadline, which responds in place of a slow chain: the
 * chain's own end, which follows, is ignored.
 */
export function oncePerRequest(
  ...reports: ((request: EndedRequest) => void)[]
): (request: EndedRequest) => void {
  const reported = new WeakSet<object>();
  return function reportOnce(request: EndedRequest): void {
    if (reported.has(request.context)) return;
    reported.add(request.context);
    for (const report of reports) report(request);
  };
}
