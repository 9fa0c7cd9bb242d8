import { asRecord } from "../../core/json-value.ts";
import type { Stack, StackResource } from "./stack.ts";
import {
  accessLogBytes,
  hoursPerMonth,
  logBytesPerInvocation,
  seconds as secondsOf,
  smallestRecordBytes,
} from "./usage.ts";
import { add, times, type Use } from "./use.ts";

const gigabyte = 1e9;

/** Returns what one request to the webhook's URL uses, from the edge to the end of the function. */
export function requestUse(stack: Stack): Use {
  const hasEdge = stack.ofType("AWS::CloudFront::Distribution").length > 0;
  return add(
    hasEdge ? { edgeRequest: 1, webAclRequest: 1 } : {},
    { apiRequest: 1 },
    logUse(stack, accessLogBytes),
    invocationUse(stack, "receiveWebhook"),
    traceUse(stack, "receiveWebhook"),
  );
}

/** Returns one trace if the function begins one; X-Ray records the first call of each second, so almost all of them. */
export function traceUse(stack: Stack, key: string): Use {
  const { Mode } = asRecord(functionOf(stack, key)?.property("TracingConfig"));
  return Mode === "Active" ? { trace: 1 } : {};
}

/** Returns what one invocation of a function uses, by its key in serverless.yml; nothing if the stage lacks the function. */
export function invocationUse(stack: Stack, key: string, seconds = secondsOf[key]): Use {
  const memory = memoryOf(stack, key);
  if (memory === null) return {};
  if (seconds === undefined) throw new Error(`scripts/cost/usage.ts has no duration for ${key}: add it`);
  return add(
    { functionRequest: 1, functionGbSecond: (seconds * memory) / 1024 },
    logUse(stack, logBytesPerInvocation),
  );
}

/** Returns the memory of a function in megabytes; null if the stage lacks the function. */
export function memoryOf(stack: Stack, key: string): number | null {
  const found = functionOf(stack, key);
  return found ? Number(found.property("MemorySize")) : null;
}

function functionOf(stack: Stack, key: string): StackResource | undefined {
  const id = `${key.charAt(0).toUpperCase()}${key.slice(1)}LambdaFunction`;
  return stack.ofType("AWS::Lambda::Function").find((resource) => resource.id === id);
}

/** Returns what bytes in a log use: they are ingested, kept for the log's retention, and copied for the audit. */
function logUse(stack: Stack, bytes: number): Use {
  const audited = stack.ofType("AWS::Logs::SubscriptionFilter").length > 0;
  const gigabytes = bytes / gigabyte;
  return add(
    { logGb: gigabytes, logGbMonth: gigabytes * months(logDays(stack)) },
    audited ? { streamGb: Math.max(bytes, smallestRecordBytes) / gigabyte } : {},
    audited ? times({ objectGbMonth: gigabytes }, months(lockDays(stack))) : {},
  );
}

function logDays(stack: Stack): number {
  return Number(stack.ofType("AWS::Logs::LogGroup")[0]?.property("RetentionInDays") ?? 0);
}

function lockDays(stack: Stack): number {
  const locks = stack.ofType("AWS::S3::Bucket").map(({ property }) => {
    const rule = asRecord(asRecord(property("ObjectLockConfiguration")).Rule);
    return Number(asRecord(rule.DefaultRetention).Days ?? 0);
  });
  return Math.max(0, ...locks);
}

/** Returns the GB-months of bytes that are kept for this many days. */
export function gigabyteMonths(bytes: number, days: number): number {
  return (bytes / gigabyte) * months(days);
}

function months(days: number): number {
  return (days * 24) / hoursPerMonth;
}
