import type { Clock } from "../../core/clock.ts";
import type { AcceptedDeliveries } from "../../core/deliveries/accepted-deliveries.ts";
import type { HookAttempt, HookDeliveries } from "../../core/deliveries/hook-deliveries.ts";
import type { Asked, RedeliveryMemory } from "../../core/deliveries/redelivery-memory.ts";
import type { NoteRepair } from "../../core/repair/repaired.ts";

export interface AskPorts {
  clock: Clock;
  memory: RedeliveryMemory;
  deliveries: Pick<AcceptedDeliveries, "status">;
  repaired: NoteRepair;
}

const minute = 60_000;
/** After 5, 25 and 105 minutes, 7 and 28 hours: an outage of a day does not use them up. */
const timesAtMost = 6;
const firstGapMs = 5 * minute;
const lastGapMs = 60 * minute;

/** Asks for one event, if it is to be asked for now. Answers whether GitHub was asked. */
export async function askForEvent(
  { id, guid }: HookAttempt,
  hook: HookDeliveries,
  { clock, memory, deliveries, repaired }: AskPorts,
): Promise<boolean> {
  const seen = await askedBefore(guid, hook, memory);
  if (seen?.closed || clock() < nextTime(seen)) return false;
  const hook_id = await hook.hookId(id);
  const ids = { delivery_id: guid, ...(hook_id && { hook_id }) };
  // Accepted, though GitHub was told otherwise: it will be sent from here.
  if (hook_id && (await deliveries.status({ hook_id, delivery_id: guid })) !== null) return false;
  if (seen && seen.times >= timesAtMost) {
    if (await memory.close(hook.key, guid)) repaired("redelivery_given_up", ids);
    return false;
  }
  if (!(await memory.ask(hook.key, guid, seen))) return false;
  await hook.redeliver(id);
  repaired("redelivery_asked", ids);
  return true;
}

/** The previous version remembered hooks by name, for ten days. */
async function askedBefore(
  guid: string,
  { key, name }: Pick<HookDeliveries, "key" | "name">,
  memory: Pick<RedeliveryMemory, "asked">,
): Promise<Asked | null> {
  return (await memory.asked(key, guid)) ?? (name === key ? null : memory.asked(name, guid));
}

/** Milliseconds since the epoch. */
function nextTime(seen: Asked | null): number {
  if (!seen?.asked_at) return 0;
  const gap = seen.times >= timesAtMost ? lastGapMs : firstGapMs * 4 ** (seen.times - 1);
  return Date.parse(seen.asked_at) + gap;
}
