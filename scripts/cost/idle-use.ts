import { asRecord } from "../../core/json-value.ts";
import { parseRate } from "../template/parse-rate.ts";
import { invocationUse, memoryOf, requestUse, traceUse } from "./request-use.ts";
import { list, type Stack, type StackResource } from "./stack.ts";
import { secretUse, tableUse } from "./store-use.ts";
import {
  delivery,
  emptyReceivesPerHour,
  hoursPerMonth,
  metricsPerRoute,
  pingMetrics as namesOfPing,
  sweep,
} from "./usage.ts";
import { add, times, type Use } from "./use.ts";

/** Returns what a stage uses in a month without comments. */
export function idleUse(stack: Stack): Use {
  return add(
    fixedResources(stack),
    alarms(stack),
    warmInstances(stack),
    polling(stack),
    auditObjects(stack),
    ...schedules(stack),
  );
}

function fixedResources(stack: Stack): Use {
  const count = (type: string) => stack.ofType(type).length;
  const acls = stack.ofType("AWS::WAFv2::WebACL");
  return {
    webAcl: acls.length,
    webAclRule: acls.reduce((sum, { property }) => sum + list(property("Rules")).length, 0),
    encryptionKey: count("AWS::KMS::Key"),
    secret: count("AWS::SecretsManager::Secret"),
    dashboard: count("AWS::CloudWatch::Dashboard"),
    customMetric: stack.ofType("AWS::Logs::MetricFilter").filter(isWrittenWithoutEvents).length,
  };
}

/** Without a default value, a filter's metric is written, and billed, only in the hours of its events. */
function isWrittenWithoutEvents({ property }: StackResource): boolean {
  const [transformation] = list(property("MetricTransformations"));
  return asRecord(transformation).DefaultValue !== undefined;
}

/** An alarm is billed per metric; an expression over metrics is free. */
function alarms(stack: Stack): Use {
  const watched = stack.ofType("AWS::CloudWatch::Alarm").map(({ property }) => {
    const metrics = property("Metrics");
    return metrics === undefined
      ? 1
      : list(metrics).filter((metric) => asRecord(metric).MetricStat !== undefined).length;
  });
  return {
    alarmMetric: watched.reduce((sum, count) => sum + count, 0),
    compositeAlarm: stack.ofType("AWS::CloudWatch::CompositeAlarm").length,
  };
}

function warmInstances(stack: Stack): Use {
  const gigabytes = stack.ofType("AWS::Lambda::Alias").map(({ property }) => {
    const instances = asRecord(property("ProvisionedConcurrencyConfig")).ProvisionedConcurrentExecutions;
    const id = String(property("FunctionName"));
    const key = id.charAt(0).toLowerCase() + id.slice(1).replace(/LambdaFunction$/, "");
    return (Number(instances ?? 0) * (memoryOf(stack, key) ?? 0)) / 1024;
  });
  return { warmGbSecond: gigabytes.reduce((sum, one) => sum + one, 0) * hoursPerMonth * 3600 };
}

/** Lambda polls queues even when they are empty; reading a table's stream is free. */
function polling(stack: Stack): Use {
  const queues = stack.ofType("AWS::SQS::Queue").map(({ id }) => `${id}.Arn`);
  const pollers = stack
    .ofType("AWS::Lambda::EventSourceMapping")
    .filter(({ property }) => queues.includes(String(property("EventSourceArn"))));
  return { queueRequest: pollers.length * emptyReceivesPerHour * hoursPerMonth };
}

/** The ping's log lines go through the audit stream, which writes an object after each buffer interval. */
function auditObjects(stack: Stack): Use {
  const subscribed = stack
    .ofType("AWS::Logs::SubscriptionFilter")
    .map(({ property }) => property("DestinationArn"));
  const waits = stack
    .ofType("AWS::KinesisFirehose::DeliveryStream")
    .filter(({ id }) => subscribed.includes(`${id}.Arn`))
    .map(({ property }) => {
      const { BufferingHints } = asRecord(property("ExtendedS3DestinationConfiguration"));
      return Number(asRecord(BufferingHints).IntervalInSeconds ?? 300);
    });
  return { objectWrite: waits.reduce((sum, wait) => sum + (hoursPerMonth * 3600) / wait, 0) };
}

function schedules(stack: Stack): Use[] {
  return stack.ofType("AWS::Scheduler::Schedule").map(({ property }) => {
    const target = String(asRecord(property("Target")).Arn).replace(/LambdaFunction\.Arn$/, "");
    const key = target.charAt(0).toLowerCase() + target.slice(1);
    const run = add({ schedule: 1 }, traceUse(stack, key), invocationUse(stack, key));
    const runs = runsPerMonth(String(property("ScheduleExpression")));
    if (key === "pingWebhook") return add(times(add(run, pingUse(stack)), runs), pingMetrics(stack));
    return times(key === "sweepDeliveries" ? add(run, sweepUse(stack)) : run, runs);
  });
}

/** A ping reads the secret in two functions; its request stores nothing. */
function pingUse(stack: Stack): Use {
  return add(requestUse(stack), secretUse(stack, 2 * delivery.secretReads));
}

function sweepUse(stack: Stack): Use {
  return add(tableUse(stack, sweep), secretUse(stack, sweep.secretReads));
}

/** The ping writes its metrics in every hour of the month. */
function pingMetrics(stack: Stack): Use {
  const detailed = stack
    .ofType("AWS::ApiGatewayV2::Stage")
    .some(({ property }) => asRecord(property("DefaultRouteSettings")).DetailedMetricsEnabled === true);
  return { customMetric: namesOfPing.length + (detailed ? metricsPerRoute : 0) };
}

function runsPerMonth(expression: string): number {
  const periodMs = parseRate(expression);
  if (periodMs === null)
    throw new Error(`"${expression}" is not a rate: add its runs per month to this script`);
  return (hoursPerMonth * 3_600_000) / periodMs;
}
