import type { Clock } from "../../core/clock.ts";
import type { AcceptedDeliveries } from "../../core/deliveries/accepted-deliveries.ts";
import type { HookAttempt, HookDeliveries } from "../../core/deliveries/hook-deliveries.ts";
import type { RedeliveryStore, RequestedRedelivery } from "../../core/deliveries/redelivery-store.ts";
import type { ReportRepair } from "../../core/repair/report-repair.ts";

export interface RequestPorts {
  clock: Clock;
  redeliveries: RedeliveryStore;
  deliveries: Pick<AcceptedDeliveries, "status">;
  repaired: ReportRepair;
}

const minute = 60_000;
/** Requests follow after 5, 25 and 105 minutes, 7 and 28 hours: an outage of a day does not use them up. */
const maxRequests = 6;
const firstGapMs = 5 * minute;
const lastGapMs = 60 * minute;

/** Asks GitHub to redeliver one event if its next request is due. Returns whether GitHub was asked. */
export async function requestRedelivery(
  { id, guid }: HookAttempt,
  hook: HookDeliveries,
  { clock, redeliveries, deliveries, repaired }: RequestPorts,
): Promise<boolean> {
  const seen = await readRequests(guid, hook, redeliveries);
  if (seen?.closed || clock() < nextTime(seen)) return false;
  const hook_id = await hook.hookId(id);
  const ids = { delivery_id: guid, ...(hook_id && { hook_id }) };
  // The delivery was accepted although GitHub got an error: the sweeper sends it to the queue.
  if (hook_id && (await deliveries.status({ hook_id, delivery_id: guid })) !== null) return false;
  if (seen && seen.times >= maxRequests) {
    if (await redeliveries.close(hook.key, guid)) repaired("redelivery_given_up", ids);
    return false;
  }
  if (!(await redeliveries.recordRequest(hook.key, guid, seen))) return false;
  await hook.redeliver(id);
  repaired("redelivery_asked", ids);
  return true;
}

/** Looks under the hook's name too: the previous version recorded requests there, for ten days. */
async function readRequests(
  guid: string,
  { key, name }: Pick<HookDeliveries, "key" | "name">,
  redeliveries: Pick<RedeliveryStore, "requestsFor">,
): Promise<RequestedRedelivery | null> {
  return (
    (await redeliveries.requestsFor(key, guid)) ??
    (name === key ? null : redeliveries.requestsFor(name, guid))
  );
}

/** Returns when the next request is due, in milliseconds since the epoch. */
function nextTime(seen: RequestedRedelivery | null): number {
  if (!seen?.asked_at) return 0;
  const gap = seen.times >= maxRequests ? lastGapMs : firstGapMs * 4 ** (seen.times - 1);
  return Date.parse(seen.asked_at) + gap;
}
