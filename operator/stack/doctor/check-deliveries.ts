import { isoTime } from "../../../core/clock.ts";
import type { Stack } from "../find-stack.ts";
import { bad, type Finding, good } from "../finding.ts";
import { stackPorts } from "../stack-ports.ts";
import { moment } from "../time.ts";

/** The sweeper sends what is older than half a minute, and comes by every minute. */
const stuckMs = 3 * 60_000;
const atMost = 1_000;

/** Deliveries that are accepted and have not got into the queue. */
export async function checkDeliveries(stack: Stack): Promise<Finding[]> {
  const now = Date.now();
  const pending = await stackPorts(stack).deliveries.pending(atMost);
  const stuck = pending.filter(({ received_at }) => received_at < isoTime(now - stuckMs));
  const [oldest] = stuck;
  if (!oldest) return [good("deliveries stuck", "none")];
  const many = stuck.length >= atMost ? `${atMost} or more` : String(stuck.length);
  const detail = `${many} in RECEIVED, the oldest since ${moment(oldest.received_at, now)}`;
  return [
    bad("deliveries stuck", detail, "See the log of sweepDeliveries, which sends them: docs/repair.md."),
  ];
}
