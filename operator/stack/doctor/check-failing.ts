import type { DeliveryRecord } from "../deliveries/delivery-records.ts";
import { failingDeliveries, failureText } from "../deliveries/failing.ts";
import type { Stack } from "../find-stack.ts";
import { bad, doubtful, type Finding, good } from "../finding.ts";
import { moment } from "../time.ts";

/** Short problems end before: about two minutes. */
const manyTries = 5;
const check = "dispatch failing";

/** Checks for deliveries whose dispatch fails and is retried, grouped by cause. */
export async function checkFailing(stack: Stack): Promise<Finding[]> {
  const failing = await failingDeliveries(stack.output("IdempotencyTableName"));
  if (failing.length === 0) return [good(check, "none")];
  return [...Map.groupBy(failing, ({ last_failure }) => last_failure?.code ?? "")].map(([code, some]) => {
    const worst = some.toSorted((a, b) => tries(b) - tries(a))[0] ?? some[0];
    const made = some.some((one) => tries(one) >= manyTries) ? bad : doubtful;
    return made(
      check,
      describe(code, some.length, worst),
      "List them: deliveries --failing. The cause is in the log of dispatchEvent.",
    );
  });
}

function describe(code: string, count: number, worst: DeliveryRecord | undefined): string {
  if (!worst) return code;
  const { delivery_id, repo, pr_number, failing_since } = worst;
  const since = moment(failing_since, Date.now());
  const how = [failureText(worst), ...(since ? [`since ${since}`] : [])].join(" ");
  const where = `${repo ?? ""}#${pr_number ?? ""}`;
  const others = count === 1 ? "" : `, and ${count - 1} more`;
  return `${how}: ${delivery_id} (${where})${others}`;
}

const tries = ({ failures }: DeliveryRecord): number => failures ?? 1;
