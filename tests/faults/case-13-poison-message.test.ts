import {
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SQSClient,
} from "@aws-sdk/client-sqs";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import type { Context, SQSEvent } from "aws-lambda";
import { createMessageDelay } from "../../adapters/queues/message-delay.ts";
import { RetryableError } from "../../core/errors.ts";
import { createHandler } from "../../functions/dispatch-event/handler.ts";
import { type Poller, pollQueue } from "../../local/aws/events/poll-queue.ts";
import type { Pool } from "../../local/aws/lambda/pool.ts";
import { readResources } from "../fakes/cloudformation.ts";
import { createDispatcherPorts } from "../fakes/dispatcher.ts";
import { type EmbeddedAws, startEmbeddedAws } from "../fakes/embedded-aws.ts";
import { createFakeLog } from "../fakes/log.ts";
import { anEnvelopeOf } from "../fakes/records/envelope.ts";
import { until } from "../unit/local/aws/until.ts";

const poisonous = 13;

let embedded: EmbeddedAws;
let client: SQSClient;
let poller: Poller | null = null;
let events: SQSEvent[] = [];
const delays: number[] = [];
const log = createFakeLog();
const ports = createDispatcherPorts();

beforeAll(async () => {
  embedded = await startEmbeddedAws({});
  client = new SQSClient({});
});

afterAll(async () => {
  await poller?.stop();
  client.destroy();
  await embedded.stop();
});

/** The dispatcher's own chain; GitHub fails for one of the pull requests. */
function createDispatcher(queueUrl: string) {
  const delayMessage = createMessageDelay(queueUrl, client);
  return createHandler({
    ...ports,
    log,
    reader: {
      ...ports.reader,
      standing(target, question) {
        if (target.pr_number !== poisonous) return ports.reader.standing(target, question);
        throw new RetryableError("github_failed", "GitHub failed (HTTP 502)");
      },
    },
    // Skips the quarter of an hour that the message would wait.
    delayMessage: async (receipt, seconds) => {
      delays.push(seconds);
      await delayMessage(receipt, 0);
    },
  });
}

/** Runs the function in this process instead of a pool. */
function poolOf(handler: ReturnType<typeof createDispatcher>): Pool {
  const context = { getRemainingTimeInMillis: () => 30_000 } as Context;
  return {
    functionName: "dispatch-event",
    functionArn: "arn:aws:lambda:eu-central-1:000000000000:function:dispatch-event",
    maximum: 4,
    reload() {},
    instances: () => [],
    stop: async () => {},
    async invoke(text) {
      const event = JSON.parse(text) as SQSEvent;
      events.push(event);
      return {
        requestId: "",
        payload: JSON.stringify((await handler(event, context)) ?? null),
        failed: false,
      };
    },
  };
}

async function depth(queue: string): Promise<{ visible: number; all: number }> {
  const { Attributes = {} } = await client.send(
    new GetQueueAttributesCommand({ QueueUrl: embedded.ref(queue), AttributeNames: ["All"] }),
  );
  const visible = Number(Attributes.ApproximateNumberOfMessages);
  return { visible, all: visible + Number(Attributes.ApproximateNumberOfMessagesNotVisible) };
}

/** Whether an alarm with this declaration fires for this latest value of its metric. */
function fires(alarm: Record<string, unknown>, value: number): boolean {
  if (alarm.ComparisonOperator !== "GreaterThanOrEqualToThreshold" || alarm.EvaluationPeriods !== 1) {
    throw new Error("The alarm uses other properties: evaluate them here as CloudWatch does");
  }
  return value >= Number(alarm.Threshold);
}

test("case 13: one poison message in a batch of ten: nine succeed, one is dead-lettered after the receive limit, the alarm fires", async () => {
  const queueUrl = embedded.ref("EventQueue");
  const { EventQueue, EventDeadLetterQueue } = readResources("queues.yml");
  const { DeadLetters } = readResources("alarm-pages.yml");
  const redrive = EventQueue?.Properties?.RedrivePolicy as { maxReceiveCount: number } | undefined;
  const receiveLimit = redrive?.maxReceiveCount ?? 0;
  const envelopes = Array.from({ length: 10 }, (_, n) =>
    anEnvelopeOf("/summary", {
      delivery_id: `delivery-${n}`,
      comment_id: 9_100 + n,
      pr_number: n === 4 ? poisonous : 7,
    }),
  );
  expect(EventDeadLetterQueue?.Type).toBe("AWS::SQS::Queue");
  expect(DeadLetters?.Properties).toMatchObject({
    Namespace: "AWS/SQS",
    MetricName: "ApproximateNumberOfMessagesVisible",
    Dimensions: [{ Name: "QueueName", Value: { "Fn::GetAtt": ["EventDeadLetterQueue", "QueueName"] } }],
    AlarmActions: [{ Ref: "AlarmTopic" }],
  });
  const alarm = DeadLetters?.Properties ?? {};
  expect(fires(alarm, (await depth("EventDeadLetterQueue")).visible)).toBe(false);

  await client.send(
    new SendMessageBatchCommand({
      QueueUrl: queueUrl,
      Entries: envelopes.map((envelope, n) => ({ Id: String(n), MessageBody: JSON.stringify(envelope) })),
    }),
  );
  events = [];
  poller = pollQueue({
    client,
    queueUrl,
    queueArn: String(embedded.aws.resolve({ "Fn::GetAtt": ["EventQueue", "Arn"] })),
    region: "eu-central-1",
    source: { queue: queueUrl, batchSize: 10, reportBatchItemFailures: true },
    pool: poolOf(createDispatcher(queueUrl)),
    log: () => {},
  });
  await until(
    async () => (await depth("EventQueue")).all === 0 && (await depth("EventDeadLetterQueue")).visible > 0,
  );

  // The first batch had all ten; after that only the poison message was received.
  const receives = events.map(({ Records }) => Records.length);
  expect(receives).toEqual([10, ...Array.from({ length: receiveLimit - 1 }, () => 1)]);
  expect(delays).toEqual([5, 15, 45, 135, 180, 180, 180, 180, 180]);
  const executions = [...ports.workflow.executions.keys()];
  expect(executions).toHaveLength(9);
  expect(fires(alarm, (await depth("EventDeadLetterQueue")).visible)).toBe(true);
  const { Messages = [] } = await client.send(
    new ReceiveMessageCommand({ QueueUrl: embedded.ref("EventDeadLetterQueue"), MaxNumberOfMessages: 10 }),
  );
  expect(Messages.map(({ Body = "" }) => JSON.parse(Body))).toEqual([envelopes[4]]);
});
