import { asRecord } from "../../core/json-value.ts";
import { invocationUse, memoryOf, requestUse } from "./request-use.ts";
import { list, type Stack } from "./stack.ts";
import { secretUse, tableUse } from "./store-use.ts";
import {
  delivery,
  emptyReceivesPerHour,
  hoursPerMonth,
  metricsOfPing,
  metricsPerRoute,
  sweep,
} from "./usage.ts";
import { add, times, type Use } from "./use.ts";

/** What a stage uses in a month without comments. */
export function idleUse(stack: Stack): Use {
  return add(
    presence(stack),
    alarms(stack),
    warmInstances(stack),
    polling(stack),
    auditObjects(stack),
    ...schedules(stack),
  );
}

function presence(stack: Stack): Use {
  const count = (type: string) => stack.ofType(type).length;
  const acls = stack.ofType("AWS::WAFv2::WebACL");
  return {
    webAcl: acls.length,
    webAclRule: acls.reduce((sum, { property }) => sum + list(property("Rules")).length, 0),
    encryptionKey: count("AWS::KMS::Key"),
    secret: count("AWS::SecretsManager::Secret"),
    dashboard: count("AWS::CloudWatch::Dashboard"),
    customMetric: count("AWS::Logs::MetricFilter"),
  };
}

/** An alarm costs as much as it has metrics; an expression over them costs nothing more. */
function alarms(stack: Stack): Use {
  const watched = stack.ofType("AWS::CloudWatch::Alarm").map(({ property }) => {
    const metrics = property("Metrics");
    return metrics === undefined
      ? 1
      : list(metrics).reduce<number>((sum, one) => sum + metricsOf(stack, one), 0);
  });
  return {
    alarmMetric: watched.reduce((sum, count) => sum + count, 0),
    compositeAlarm: stack.ofType("AWS::CloudWatch::CompositeAlarm").length,
  };
}

/** A query looks at as many metrics as match it: the one that there is sums over all subscriptions. */
function metricsOf(stack: Stack, metric: unknown): number {
  const { MetricStat, Expression } = asRecord(metric);
  if (MetricStat !== undefined) return 1;
  return /^SELECT /.test(String(Expression)) ? stack.ofType("AWS::Logs::SubscriptionFilter").length : 0;
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

/** Reading a table's stream costs nothing; a queue is asked whether there is something in it or not. */
function polling(stack: Stack): Use {
  const queues = stack.ofType("AWS::SQS::Queue").map(({ id }) => `${id}.Arn`);
  const pollers = stack
    .ofType("AWS::Lambda::EventSourceMapping")
    .filter(({ property }) => queues.includes(String(property("EventSourceArn"))));
  return { queueRequest: pollers.length * emptyReceivesPerHour * hoursPerMonth };
}

/** The ping's lines go through the audit stream, which writes what it has whenever its waiting time is over. */
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
    const run = add({ schedule: 1, trace: 1 }, invocationUse(stack, key));
    const runs = runsPerMonth(String(property("ScheduleExpression")));
    if (key === "pingWebhook") return add(times(add(run, pingUse(stack)), runs), pingMetrics(stack));
    return times(key === "sweepDeliveries" ? add(run, sweepUse(stack)) : run, runs);
  });
}

/** A ping reads the secret at both ends, and its request ends before anything is recorded. */
function pingUse(stack: Stack): Use {
  return add(requestUse(stack), secretUse(stack, 2 * delivery.secretReads));
}

function sweepUse(stack: Stack): Use {
  return add(tableUse(stack, sweep), secretUse(stack, sweep.secretReads));
}

/** They are written in every hour of the month. */
function pingMetrics(stack: Stack): Use {
  const detailed = stack
    .ofType("AWS::ApiGatewayV2::Stage")
    .some(({ property }) => asRecord(property("DefaultRouteSettings")).DetailedMetricsEnabled === true);
  return { customMetric: metricsOfPing + (detailed ? metricsPerRoute : 0) };
}

function runsPerMonth(expression: string): number {
  const [, every, unit] = /^rate\((\d+) (minute|hour|day)s?\)$/.exec(expression) ?? [];
  const hours = { minute: 1 / 60, hour: 1, day: 24 }[unit ?? ""];
  if (hours === undefined) throw new Error(`How often is "${expression}"?`);
  return hoursPerMonth / (Number(every) * hours);
}
