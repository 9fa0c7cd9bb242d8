import { ListExecutionsCommand } from "@aws-sdk/client-sfn";
import { GetQueueAttributesCommand } from "@aws-sdk/client-sqs";
import { QueryCommand } from "@aws-sdk/lib-dynamodb";
import { isTerminal, jobStates } from "../../../core/jobs/job-state.ts";
import type { AwsSide } from "./aws-side.ts";

/** Everything that can be left over, counted from outside. */
export interface EndState {
  /** In the event queue: visible, in flight or delayed. */
  queued: number;
  deadLetters: number;
  /** Accepted deliveries that are not known to be queued. */
  received: number;
  unfinishedJobs: number;
  runningExecutions: number;
}

export const nothingLeft: EndState = {
  queued: 0,
  deadLetters: 0,
  received: 0,
  unfinishedJobs: 0,
  runningExecutions: 0,
};

export function isOver(state: EndState): boolean {
  return Object.values(state).every((number) => number === 0);
}

export async function readEndState(aws: AwsSide): Promise<EndState> {
  const { names } = aws;
  const unfinished = jobStates.filter((state) => !isTerminal(state));
  const [queued, deadLetters, received, running, ...jobs] = await Promise.all([
    depth(aws, names.QUEUE_URL),
    depth(aws, names.DLQ_URL),
    receivedDeliveries(aws),
    aws.workflows.send(
      new ListExecutionsCommand({ stateMachineArn: names.STATE_MACHINE_ARN, statusFilter: "RUNNING" }),
    ),
    ...unfinished.map((state) => count(aws, names.JOB_TABLE, "by-state", "state", state)),
  ]);
  return {
    queued,
    deadLetters,
    received,
    unfinishedJobs: jobs.reduce((sum, number) => sum + number, 0),
    runningExecutions: running.executions?.length ?? 0,
  };
}

export function receivedDeliveries(aws: AwsSide): Promise<number> {
  return count(aws, aws.names.IDEMPOTENCY_TABLE, "pending-by-time", "pending", "RECEIVED");
}

async function depth({ queues }: AwsSide, QueueUrl: string): Promise<number> {
  const { Attributes = {} } = await queues.send(
    new GetQueueAttributesCommand({
      QueueUrl,
      AttributeNames: [
        "ApproximateNumberOfMessages",
        "ApproximateNumberOfMessagesNotVisible",
        "ApproximateNumberOfMessagesDelayed",
      ],
    }),
  );
  return Object.values(Attributes).reduce((sum, number) => sum + Number(number), 0);
}

async function count(
  { tables }: AwsSide,
  TableName: string,
  IndexName: string,
  key: string,
  value: string,
): Promise<number> {
  let total = 0;
  let ExclusiveStartKey: Record<string, unknown> | undefined;
  do {
    const { Count = 0, LastEvaluatedKey } = await tables.send(
      new QueryCommand({
        TableName,
        IndexName,
        KeyConditionExpression: "#key = :value",
        ExpressionAttributeNames: { "#key": key },
        ExpressionAttributeValues: { ":value": value },
        Select: "COUNT",
        ExclusiveStartKey,
      }),
    );
    total += Count;
    ExclusiveStartKey = LastEvaluatedKey;
  } while (ExclusiveStartKey);
  return total;
}
