import { isoTime } from "../../../core/clock.ts";
import type { DeliveryRecord } from "../deliveries/delivery-records.ts";
import { failingDeliveries, failureText } from "../deliveries/failing.ts";
import type { Stack } from "../find-stack.ts";
import { type Finding, failed, passed, warning } from "../finding.ts";
import { timeWithAge } from "../format.ts";
import { stackPorts } from "../stack-ports.ts";

/** The sweeper runs every minute and sends deliveries that are older than half a minute. */
const stuckMs = 3 * 60_000;
const maxCount = 1_000;

/** Checks for deliveries that were accepted and did not reach the queue. */
export async function checkStuckDeliveries(stack: Stack): Promise<Finding[]> {
  const now = Date.now();
  const pending = await stackPorts(stack).deliveries.pending(maxCount);
  const stuck = pending.filter(({ received_at }) => received_at < isoTime(now - stuckMs));
  const [oldest] = stuck;
  if (!oldest) return [passed("deliveries stuck", "none")];
  const count = stuck.length >= maxCount ? `${maxCount} or more` : String(stuck.length);
  const detail = `${count} in RECEIVED, the oldest since ${timeWithAge(oldest.received_at, now)}`;
  const advice = "sweepDeliveries sends them; see its log: docs/repair.md.";
  return [failed("deliveries stuck", detail, advice)];
}

/** Short outages end before: within about two minutes. */
const manyAttempts = 5;

/** Checks for deliveries whose dispatch fails and is retried, grouped by cause. */
export async function checkFailingDeliveries(stack: Stack): Promise<Finding[]> {
  const check = "dispatch failing";
  const failing = await failingDeliveries(stack.output("IdempotencyTableName"));
  if (failing.length === 0) return [passed(check, "none")];
  return [...Map.groupBy(failing, ({ last_failure }) => last_failure?.code ?? "")].map(([code, some]) => {
    const worst = some.toSorted((a, b) => attempts(b) - attempts(a))[0];
    const finding = some.some((one) => attempts(one) >= manyAttempts) ? failed : warning;
    const advice = "List them: deliveries --failing. The cause is in the log of dispatchEvent.";
    return finding(check, worst ? describe(worst, some.length) : code, advice);
  });
}

function describe(worst: DeliveryRecord, count: number): string {
  const { delivery_id, repo, pr_number, failing_since } = worst;
  const since = timeWithAge(failing_since, Date.now());
  const how = [failureText(worst), ...(since ? [`since ${since}`] : [])].join(" ");
  const where = `${repo ?? ""}#${pr_number ?? ""}`;
  const others = count === 1 ? "" : `, and ${count - 1} more`;
  return `${how}: ${delivery_id} (${where})${others}`;
}

const attempts = ({ failures }: DeliveryRecord): number => failures ?? 1;
