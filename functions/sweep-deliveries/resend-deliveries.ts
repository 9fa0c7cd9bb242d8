import { type Clock, isoTime } from "../../core/clock.ts";
import type { AcceptedDeliveries, PendingDelivery } from "../../core/deliveries/accepted-deliveries.ts";
import type { DeliveryStore } from "../../core/deliveries/delivery.ts";
import type { Envelope } from "../../core/deliveries/envelope.ts";
import { idsOfEnvelope } from "../../core/jobs/log-ids.ts";
import type { ReportRepair } from "../../core/repair/report-repair.ts";
import { withConcurrency } from "../../core/with-concurrency.ts";

export interface ResendPorts {
  clock: Clock;
  deliveries: AcceptedDeliveries & Pick<DeliveryStore, "enqueued">;
  queue: { send(envelope: Envelope): Promise<string> };
  repaired: ReportRepair;
  timeLeft(): number;
  /** Waits for this many milliseconds. */
  pause(milliseconds: number): Promise<void>;
}

/** No request takes this long: an older delivery that is not in the queue was left behind by a crash. */
const requestMs = 30_000;
const maxDeliveries = 2_000;

/**
 * Sends accepted deliveries that are not known to be in the queue, oldest first. Waits for those of the last 30 seconds,
 * because the next sweep would be late for them. A delivery may be in the queue twice afterwards: the semantic gate
 * removes the duplicate, so two sweeps at a time are harmless. Returns the errors.
 */
export async function resendDeliveries(ports: ResendPorts): Promise<unknown[]> {
  const { clock, deliveries, timeLeft } = ports;
  const pending = await deliveries.pending(maxDeliveries);
  const due = isoTime(clock() - requestMs);
  const old = pending.filter(({ received_at }) => received_at <= due);
  const young = pending.filter(({ received_at }) => received_at > due);

  const pace = { width: 10, timeLeft };
  const resend = (delivery: PendingDelivery) => resendDelivery(delivery, ports);
  const { failures } = await withConcurrency(old, pace, resend);
  const youngest = young.at(-1);
  if (!youngest) return failures;
  const wait = Date.parse(youngest.received_at) + requestMs - clock();
  if (wait >= timeLeft()) return failures;
  await ports.pause(Math.max(0, wait));
  return [...failures, ...(await withConcurrency(young, pace, resend)).failures];
}

async function resendDelivery({ key }: PendingDelivery, ports: ResendPorts): Promise<void> {
  const envelope = await ports.deliveries.pendingEnvelope(key);
  if (!envelope) return;
  const message_id = await ports.queue.send(envelope);
  await ports.deliveries.enqueued(envelope);
  ports.repaired("resent", { ...idsOfEnvelope(envelope), message_id });
}
