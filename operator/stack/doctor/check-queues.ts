import { CloudWatchClient, GetMetricStatisticsCommand } from "@aws-sdk/client-cloudwatch";
import type { Stack } from "../find-stack.ts";
import { bad, type Finding, good } from "../finding.ts";
import { span } from "../time.ts";
import { depthOf, lettersIn, type QueueDepth } from "./queue-depth.ts";

/** The alarm of a stage that says nothing of its own: alarmQueueAgeSeconds. */
const oldSeconds = 600;

export async function checkQueue(stack: Stack): Promise<Finding[]> {
  const { name, waiting, inWork, delayed } = await depthOf(stack, "EventQueueUrl");
  const age = waiting > 0 && stack.stage !== "local" ? await oldestSeconds(stack, name) : null;
  const oldest = age === null ? "" : `, the oldest for ${span(age * 1000)}`;
  const detail = `${waiting} queued${oldest}, ${inWork} in progress, ${delayed} delayed`;
  if (age === null || age < oldSeconds) return [good("event queue", detail)];
  return [bad("event queue", detail, "See `intake` and `circuits` here, and the log of dispatchEvent.")];
}

export async function checkDeadLetters(stack: Stack): Promise<Finding[]> {
  const [letters, invocations] = await Promise.all([
    depthOf(stack, "EventDeadLetterQueueUrl"),
    depthOf(stack, "FailedInvocationQueueUrl"),
  ]);
  return [
    emptyOrNot("dead letters", letters, "See why: dlq list. Then: dlq replay, or dlq drop."),
    emptyOrNot("failed invocations", invocations, "See why: dlq list --failed-invocations."),
  ];
}

function emptyOrNot(check: string, depth: QueueDepth, advice: string): Finding {
  const count = lettersIn(depth);
  return count === 0 ? good(check, "none") : bad(check, `${count} wait`, advice);
}

/** Only CloudWatch knows it, a minute or two late; null when it does not know it yet. */
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
