import { type Clock, isoTime } from "../../core/clock.ts";
import type { RedeliveryStore, RequestedRedelivery, Walk } from "../../core/deliveries/redelivery-store.ts";

/** The requested redeliveries, in memory. */
export function createFakeRedeliveryStore(clock: Clock): RedeliveryStore {
  const walks = new Map<string, Walk>();
  const nextAt = new Map<string, number>();
  const events = new Map<string, RequestedRedelivery>();
  const key = (hook: string, guid: string) => `${hook}#${guid}`;
  return {
    async beginWalk(hook, milliseconds) {
      if (clock() < (nextAt.get(hook) ?? 0)) return null;
      nextAt.set(hook, clock() + milliseconds);
      return walks.get(hook) ?? { walked_at: null, full_at: null, cursor: null };
    },
    async endWalk(hook, walk) {
      walks.set(hook, { ...walk });
    },
    requestsFor: async (hook, guid) => structuredClone(events.get(key(hook, guid)) ?? null),
    async recordRequest(hook, guid, seen) {
      const known = events.get(key(hook, guid));
      const times = (seen?.times ?? 0) + 1;
      if (known?.closed || (known && known.times !== times - 1)) return false;
      events.set(key(hook, guid), { times, asked_at: isoTime(clock()), closed: false });
      return true;
    },
    async close(hook, guid) {
      const known = events.get(key(hook, guid)) ?? { times: 0, asked_at: null, closed: false };
      events.set(key(hook, guid), { ...known, closed: true });
      return !known.closed;
    },
  };
}
