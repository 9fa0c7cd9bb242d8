import { CloudWatchClient, GetMetricStatisticsCommand } from "@aws-sdk/client-cloudwatch";
import type { Stack } from "../find-stack.ts";
import { type Finding, failed, passed } from "../finding.ts";
import { durationText } from "../format.ts";
import { type QueueDepth, readDepth, sizeOf } from "../queue-depth.ts";

/** Default of the option alarmQueueAgeSeconds. */
const oldSeconds = 600;

/** Checks how long the oldest message has waited in the event queue. */
export async function checkQueue(stack: Stack): Promise<Finding[]> {
  const { name, queued, inProgress, delayed } = await readDepth(stack, "EventQueueUrl");
  const age = queued > 0 && stack.stage !== "local" ? await oldestSeconds(stack, name) : null;
  const oldest = age === null ? "" : `, the oldest for ${durationText(age * 1000)}`;
  const detail = `${queued} queued${oldest}, ${inProgress} in progress, ${delayed} delayed`;
  if (age === null || age < oldSeconds) return [passed("event queue", detail)];
  const advice = "See the checks `intake` and `circuits`, and the log of dispatchEvent.";
  return [failed("event queue", detail, advice)];
}

/** Checks that both dead-letter queues are empty. */
export async function checkDeadLetters(stack: Stack): Promise<Finding[]> {
  const [messages, invocations] = await Promise.all([
    readDepth(stack, "EventDeadLetterQueueUrl"),
    readDepth(stack, "FailedInvocationQueueUrl"),
  ]);
  return [
    checkEmpty("dead letters", messages, "See why: dlq list. Then: dlq replay, or dlq drop."),
    checkEmpty("failed invocations", invocations, "See why: dlq list --failed-invocations."),
  ];
}

function checkEmpty(check: string, depth: QueueDepth, advice: string): Finding {
  const size = sizeOf(depth);
  return size === 0 ? passed(check, "none") : failed(check, `${size} in the queue`, advice);
}

/** Returns the age of the oldest message; null until CloudWatch knows it, which takes a minute or two. */
async function oldestSeconds({ region }: Stack, QueueName: string): Promise<number | null> {
  const now = Date.now();
  const { Datapoints = [] } = await new CloudWatchClient({ region }).send(
    new GetMetricStatisticsCommand({
      Namespace: "AWS/SQS",
      MetricName: "ApproximateAgeOfOldestMessage",
      Dimensions: [{ Name: "QueueName", Value: QueueName }],
      StartTime: new Date(now - 600_000),
      EndTime: new Date(now),
      Period: 60,
      Statistics: ["Maximum"],
    }),
  );
  const newest = Datapoints.toSorted((a, b) => Number(b.Timestamp) - Number(a.Timestamp))[0];
  return newest?.Maximum ?? null;
}
