import { type Clock, isoTime } from "../../core/clock.ts";
import type { AcceptedDeliveries } from "../../core/deliveries/accepted-deliveries.ts";
import {
  type DeliveryId,
  type DeliveryOutcome,
  type DeliveryStatus,
  type DeliveryStore,
  deliveryKey,
} from "../../core/deliveries/delivery.ts";
import { type Envelope, envelopeText } from "../../core/deliveries/envelope.ts";
import { retentionDays } from "../../core/retention.ts";
import { deepCopy } from "./deep-copy.ts";

export interface DeliveryRecord {
  status: DeliveryStatus;
  envelope: Envelope | null;
  outcome: DeliveryOutcome | null;
  last_failure?: { code: string; at: string };
  failures?: number;
  expires_at: number;
}

export interface FakeDeliveryStore extends DeliveryStore, AcceptedDeliveries {
  find(id: DeliveryId): DeliveryRecord | null;
}

const keepMs = retentionDays.deliveries * 86_400_000;

/** The deliveries in memory. */
export function createFakeDeliveryStore(clock: Clock): FakeDeliveryStore {
  const records = new Map<string, DeliveryRecord>();
  return {
    find: (id) => records.get(deliveryKey(id)) ?? null,

    async receive(envelope) {
      const key = deliveryKey(envelope);
      const known = records.get(key);
      if (known && known.expires_at >= clock()) return known.status;
      const stored = JSON.parse(envelopeText(envelope)) as Envelope;
      records.set(key, {
        status: "RECEIVED",
        envelope: stored,
        outcome: null,
        expires_at: clock() + keepMs,
      });
      return "new";
    },

    async enqueued(id) {
      const record = records.get(deliveryKey(id));
      if (record?.status === "RECEIVED") Object.assign(record, { status: "ENQUEUED", envelope: null });
    },

    async failing(id, code) {
      const record = records.get(deliveryKey(id));
      if (!record) return;
      record.last_failure = { code, at: isoTime(clock()) };
      record.failures = (record.failures ?? 0) + 1;
    },

    async finish(id, outcome) {
      const known = records.get(deliveryKey(id));
      const expires_at = known?.expires_at ?? clock() + keepMs;
      records.set(deliveryKey(id), { ...known, status: "PROCESSED", envelope: null, outcome, expires_at });
    },

    async pending(limit) {
      const waiting = [...records].flatMap(([key, { envelope }]) =>
        envelope ? [{ key, received_at: envelope.received_at }] : [],
      );
      return waiting.sort((a, b) => a.received_at.localeCompare(b.received_at)).slice(0, limit);
    },

    pendingEnvelope: async (key) => deepCopy(records.get(key)?.envelope ?? null),

    status: async (id) => records.get(deliveryKey(id))?.status ?? null,
  };
}
