import type { Request } from "@middy/core";

/** A request that was answered, by the chain or by the deadline. */
export type EndedRequest = Omit<Request, "internal">;

/**
 * Tells of each request once, for Middy's `requestEnd`, and for whoever answers in the chain's stead: a chain that
 * ends after its deadline has nothing to add.
 */
export function oncePerRequest(
  ...tells: ((request: EndedRequest) => void)[]
): (request: EndedRequest) => void {
  const told = new WeakSet<object>();
  return function tellOnce(request: EndedRequest): void {
    if (told.has(request.context)) return;
    told.add(request.context);
    for (const tell of tells) tell(request);
  };
}
