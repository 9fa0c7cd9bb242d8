import { readFileSync } from "node:fs";
import { parse } from "yaml";
import { parseRate } from "../../../../scripts/template/parse-rate.ts";
import { readResources } from "../../../fakes/cloudformation.ts";

const folders = {
  receiveWebhook: "receive-webhook",
  receiveCallback: "receive-callback",
  dispatchEvent: "dispatch-event",
  sweepDeliveries: "sweep-deliveries",
  acknowledgeJob: "acknowledge-job",
  awaitTurn: "await-turn",
  freezeContext: "freeze-context",
  runEmployee: "run-employee",
  callEmployee: "call-employee",
  startWorkflow: "start-workflow",
  publishResult: "publish-result",
  compensateJob: "compensate-job",
  publishFailure: "publish-failure",
} as const;

export type FunctionName = keyof typeof folders;
export const functionNames = Object.keys(folders) as FunctionName[];

interface FunctionFile {
  timeout: number;
  events?: { sqs?: { batchSize: number; functionResponseType?: string } }[];
}

function readFunction(name: FunctionName): FunctionFile {
  const url = new URL(`../../../../functions/${folders[name]}/function.yml`, import.meta.url);
  return (parse(readFileSync(url, "utf8"), { logLevel: "error" }) as Record<string, FunctionFile>)[
    name
  ] as FunctionFile;
}

/** The settings in each function's own file. */
export const functionSettings = Object.fromEntries(
  functionNames.map((name) => [name, { timeoutMs: readFunction(name).timeout * 1000 }]),
) as Record<FunctionName, { timeoutMs: number }>;

/** How the queue delivers messages to the dispatcher. */
export const queueSettings = readQueue();

function readQueue() {
  const { VisibilityTimeout, RedrivePolicy } = propertiesOf<{
    VisibilityTimeout: number;
    RedrivePolicy: { maxReceiveCount: number };
  }>("queues.yml", "EventQueue");
  const source = readFunction("dispatchEvent").events?.find(({ sqs }) => sqs)?.sqs;
  if (!source) throw new Error("The dispatcher has no queue");
  return {
    visibilityMs: VisibilityTimeout * 1000,
    maxReceives: RedrivePolicy.maxReceiveCount,
    batchSize: source.batchSize,
    reportsFailures: source.functionResponseType === "ReportBatchItemFailures",
  };
}

/** The interval of the sweeper's schedule. */
export const sweepEveryMs = readSchedule();

function readSchedule(): number {
  const { ScheduleExpression } = propertiesOf<{ ScheduleExpression: string }>(
    "schedules.yml",
    "SweepDeliveriesSchedule",
  );
  const rate = parseRate(ScheduleExpression);
  if (rate === null) throw new Error(`Not a rate: ${ScheduleExpression}`);
  return rate;
}

function propertiesOf<Properties>(file: string, logicalId: string): Properties {
  const { Properties } = readResources(file)[logicalId] ?? {};
  if (!Properties) throw new Error(`There is no ${logicalId} in ${file}`);
  return Properties as Properties;
}
