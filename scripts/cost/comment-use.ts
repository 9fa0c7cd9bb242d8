import { happyPath } from "./happy-path.ts";
import { gigabyteMonths, invocationUse, requestUse, traceUse } from "./request-use.ts";
import type { Stack } from "./stack.ts";
import { secretUse, tableUse } from "./store-use.ts";
import {
  busyHours,
  commandMetrics,
  deliveriesPerCommand,
  delivery,
  hoursPerMonth,
  job,
  smallestRecordBytes,
} from "./usage.ts";
import { add, times, type Use } from "./use.ts";

/** Returns what `count` comments with a command use in a month, in addition to the idle stage. */
export function commandsUse(stack: Stack, count: number): Use {
  const metrics = { customMetric: (commandMetrics.length * busyHours) / hoursPerMonth };
  const command = add(times(deliveryUse(stack), deliveriesPerCommand), jobUse(stack));
  return add(times(command, count), metrics);
}

/** Returns what a delivery without a command uses. */
export function deliveryUse(stack: Stack): Use {
  return add(
    requestUse(stack),
    invocationUse(stack, "dispatchEvent", delivery.dispatchSeconds),
    traceUse(stack, "dispatchEvent"),
    { queueRequest: delivery.queueRequests, fairQueueRequest: delivery.queueRequests },
    tableUse(stack, delivery),
    secretUse(stack, delivery.secretReads),
  );
}

function jobUse(stack: Stack): Use {
  const steps = ["acknowledgeJob", "freezeContext", "runEmployee", "publishResult"];
  return add(
    // The dispatcher takes longer for a delivery with a command.
    { functionGbSecond: extraDispatchTime(stack) },
    ...steps.map((key) => invocationUse(stack, key)),
    // The start of the execution is a transition too. All its steps share one trace.
    { transition: 1 + happyPath(stack).length, trace: 1 },
    tableUse(stack, job),
    { objectWrite: job.objectWrites, objectRead: job.objectReads },
    { objectGbMonth: gigabyteMonths(job.objectBytes, job.objectDays) },
    secretUse(stack, job.secretReads),
    historyUse(stack),
  );
}

function extraDispatchTime(stack: Stack): number {
  const gbSeconds = (seconds?: number) =>
    invocationUse(stack, "dispatchEvent", seconds).functionGbSecond ?? 0;
  return gbSeconds() - gbSeconds(delivery.dispatchSeconds);
}

function historyUse(stack: Stack): Use {
  const batch = invocationUse(stack, "exportJobHistory");
  if (batch.functionRequest === undefined) return {};
  const streamGb = (job.historyRecords * smallestRecordBytes) / 1e9;
  // An upper limit: records within Firehose's buffer interval become one object.
  return add(times(add(batch, traceUse(stack, "exportJobHistory")), job.historyBatches), {
    streamGb,
    objectWrite: 1,
  });
}
