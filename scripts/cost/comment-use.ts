import { happyPath } from "./happy-path.ts";
import { gigabyteMonths, invocationUse, requestUse } from "./request-use.ts";
import type { Stack } from "./stack.ts";
import { secretUse, tableUse } from "./store-use.ts";
import {
  busyHours,
  deliveriesPerCommand,
  delivery,
  hoursPerMonth,
  job,
  metricsInUse,
  smallestRecordBytes,
} from "./usage.ts";
import { add, times, type Use } from "./use.ts";

/** A month with so many comments that command an employee, on top of what the idle stage uses. */
export function commandsUse(stack: Stack, count: number): Use {
  const metrics = { customMetric: (metricsInUse * busyHours) / hoursPerMonth };
  const command = add(times(deliveryUse(stack), deliveriesPerCommand), jobUse(stack));
  return add(times(command, count), metrics);
}

/** A delivery in which nobody is asked for anything. */
export function deliveryUse(stack: Stack): Use {
  return add(
    requestUse(stack),
    invocationUse(stack, "dispatchEvent", delivery.dispatchSeconds),
    { trace: 1, queueRequest: delivery.queueRequests, fairQueueRequest: delivery.queueRequests },
    tableUse(stack, delivery),
    secretUse(stack, delivery.secretReads),
  );
}

function jobUse(stack: Stack): Use {
  const steps = ["acknowledgeJob", "freezeContext", "runEmployee", "publishResult"];
  return add(
    // The dispatcher takes longer where there is a command in the delivery.
    { functionGbSecond: longerDispatch(stack) },
    ...steps.map((key) => invocationUse(stack, key)),
    // The execution's start is a transition too. All its steps are one trace.
    { transition: 1 + happyPath(stack).length, trace: 1 },
    tableUse(stack, job),
    { objectWrite: job.objectWrites, objectRead: job.objectReads },
    { objectGbMonth: gigabyteMonths(job.objectBytes, job.objectDays) },
    secretUse(stack, job.secretReads),
    historyUse(stack),
  );
}

function longerDispatch(stack: Stack): number {
  const gbSeconds = (seconds?: number) =>
    invocationUse(stack, "dispatchEvent", seconds).functionGbSecond ?? 0;
  return gbSeconds() - gbSeconds(delivery.dispatchSeconds);
}

function historyUse(stack: Stack): Use {
  const batch = invocationUse(stack, "exportJobHistory");
  if (batch.functionRequest === undefined) return {};
  const streamGb = (job.historyRecords * smallestRecordBytes) / 1e9;
  // At the most: what comes within Firehose's waiting time is one object.
  return add(times(add(batch, { trace: 1 }), job.historyBatches), { streamGb, objectWrite: 1 });
}
