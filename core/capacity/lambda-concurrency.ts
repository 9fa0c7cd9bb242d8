/** Concurrent executions of Lambda functions, in one account and region. */
export interface AccountConcurrency {
  /** The quota. */
  limit: number;
  /** Not reserved by any function outside this stack. */
  available: number;
}

export interface StackConcurrency {
  /** Reserved concurrency and warm instances. */
  allocated: number;
  /** Messages dispatched at the same time. */
  dispatched: number;
}

/** The quota in Service Quotas: https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
const concurrencyQuota = { name: "Concurrent executions", service: "lambda", code: "L-B99A9384" };

/** Lambda keeps this much unreserved: 100, or all of a smaller quota. */
const keptUnreserved = 100;

/**
 * Returns what is wrong with a stack's concurrency in an account, a sentence for each problem. New accounts have a
 * quota of 10: Lambda refuses to reserve any of it or keep instances warm, and the dispatcher would leave none for the
 * webhook. The dispatcher may use half of the shared concurrency, so that the webhook and the workflow's steps always
 * have capacity.
 */
export function concurrencyMistakes(account: AccountConcurrency, stack: StackConcurrency): string[] {
  const { limit, available } = account;
  const { allocated, dispatched } = stack;
  const shared = available - allocated;
  const mistakes: string[] = [];
  if (allocated > 0 && shared < Math.min(keptUnreserved, limit)) {
    mistakes.push(
      `provisioned and reserved concurrency take ${allocated}, and Lambda keeps ${Math.min(keptUnreserved, limit)} unreserved.`,
    );
  }
  if (2 * dispatched > shared) {
    mistakes.push(
      `dispatchConcurrency is ${dispatched}, more than half of the ${Math.max(shared, 0)} that functions share: ` +
        "no capacity would be left for the webhook.",
    );
  }
  return mistakes;
}

/** Returns the smallest quota that is enough for a stack. */
export function neededQuota({ limit, available }: AccountConcurrency, stack: StackConcurrency): number {
  const { allocated, dispatched } = stack;
  const shared = Math.max(allocated > 0 ? keptUnreserved : 0, 2 * dispatched);
  return limit - available + allocated + shared;
}

/** Returns the sentence that says which quota to request and how. */
export function quotaRequest(needed: number, region: string): string {
  const { name, service, code } = concurrencyQuota;
  return (
    `Request at least ${needed} of "${name}" (${code}) in Service Quotas: aws service-quotas request-service-quota-increase ` +
    `--service-code ${service} --quota-code ${code} --desired-value ${Math.max(1000, needed)} --region ${region}`
  );
}

interface Resource {
  Type: string;
  Properties?: Record<string, unknown>;
}

/** Reads the concurrency that a CloudFormation template requires. */
export function concurrencyOf(template: { Resources?: Record<string, Resource> }): StackConcurrency & {
  /** The reserved part of `allocated`, without warm instances. */
  reserved: number;
} {
  let [reserved, provisioned, dispatched] = [0, 0, 0];
  for (const { Type, Properties = {} } of Object.values(template.Resources ?? {})) {
    if (Type === "AWS::Lambda::Function") reserved += numberAt(Properties, "ReservedConcurrentExecutions");
    if (Type === "AWS::Lambda::Alias") {
      provisioned += numberAt(Properties.ProvisionedConcurrencyConfig, "ProvisionedConcurrentExecutions");
    }
    if (Type === "AWS::Lambda::EventSourceMapping")
      dispatched += numberAt(Properties.ScalingConfig, "MaximumConcurrency");
  }
  return { reserved, allocated: reserved + provisioned, dispatched };
}

function numberAt(value: unknown, name: string): number {
  const found = typeof value === "object" && value !== null ? Number(Reflect.get(value, name)) : 0;
  return Number.isFinite(found) ? found : 0;
}
