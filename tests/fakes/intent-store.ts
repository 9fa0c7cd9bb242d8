import type { Clock } from "../../core/clock.ts";
import type { IntentStore } from "../../core/deliveries/intent-store.ts";
import { FencedError } from "../../core/errors.ts";
import { retentionDays } from "../../core/retention.ts";

interface Intent {
  owner: string;
  lease_until: number;
  expires_at: number;
  job_ids: string[] | null;
}

const leaseMs = 60_000;
const keepMs = retentionDays.intents * 86_400_000;

/** The intents in memory, with leases by the given clock. */
export function createFakeIntentStore(clock: Clock): IntentStore {
  const intents = new Map<string, Intent>();

  function isFree(intent: Intent, owner: string): boolean {
    if (intent.expires_at < clock()) return true;
    return intent.job_ids === null && (intent.owner === owner || intent.lease_until < clock());
  }

  return {
    async claim(intentKey, owner) {
      const known = intents.get(intentKey);
      if (known && !isFree(known, owner)) {
        return known.job_ids
          ? { kind: "dispatched", job_ids: [...known.job_ids], owner: known.owner }
          : { kind: "busy" };
      }
      const [lease_until, expires_at] = [clock() + leaseMs, clock() + keepMs];
      intents.set(intentKey, { owner, lease_until, expires_at, job_ids: null });
      return { kind: "claimed", again: known?.job_ids === null };
    },

    async dispatched(intentKey, owner, jobIds) {
      const intent = intents.get(intentKey);
      if (intent?.owner !== owner) {
        throw new FencedError("intent_lost", "Another delivery has taken over this intent");
      }
      intent.job_ids = [...jobIds];
    },
  };
}
