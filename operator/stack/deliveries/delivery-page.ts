import type { Stack } from "../find-stack.ts";
import { type ComparedEvent, compareEvents } from "./compare-events.ts";
import { eventsOf, type HookRequests, toListed } from "./github-events.ts";

interface DeliveryPage {
  /** Newest first. */
  events: ComparedEvent[];
  /** GitHub's cursor of the next page; null after the last one. */
  next: string | null;
}

/**
 * Returns a page of GitHub's list with our records, newest first. An event that GitHub delivered again appears on the
 * pages of all its attempts.
 */
export async function deliveryPage(
  cursor: string | null,
  stack: Stack,
  requests: Pick<HookRequests, "list" | "attempt">,
): Promise<DeliveryPage> {
  const { data, next } = await requests.list(cursor);
  const events = eventsOf(data.map(toListed));
  return { events: await compareEvents(events, stack, requests, { limit: events.length }), next };
}
