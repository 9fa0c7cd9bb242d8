import type { SQSEvent } from "aws-lambda";

/** A batch of messages with these bodies and the IDs `m-0`, `m-1` and so on, each received that often. */
export function aBatch(bodies: string[], receives = 1): SQSEvent {
  const Records = bodies.map((body, index) => ({
    messageId: `m-${index}`,
    receiptHandle: `receipt-${index}`,
    body,
    attributes: {
      ApproximateReceiveCount: String(receives),
      SentTimestamp: "0",
      SenderId: "sender",
      ApproximateFirstReceiveTimestamp: "0",
    },
    messageAttributes: {},
    md5OfBody: "",
    eventSource: "aws:sqs",
    eventSourceARN: "arn:aws:sqs:eu-central-1:000000000000:events",
    awsRegion: "eu-central-1",
  }));
  return { Records };
}
