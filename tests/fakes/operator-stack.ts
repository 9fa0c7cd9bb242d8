import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createCircuitTable } from "../../adapters/dynamodb/circuit-table.ts";
import { createDeliveryTable } from "../../adapters/dynamodb/delivery-table.ts";
import { createJobTable } from "../../adapters/dynamodb/job-table.ts";
import { createEnvelopeQueue } from "../../adapters/queues/envelope-queue.ts";
import { createWorkflow } from "../../adapters/workflow/step-functions.ts";
import { roster } from "../../core/generated/roster.ts";
import { routing } from "../../core/generated/routing.ts";
import type { LaptopFunction } from "../../local/aws/lambda/laptop-function.ts";
import { startAws } from "../../local/aws/start-aws.ts";
import type { Rules } from "../../scripts/generate/read-rules.ts";
import { rulesMetadata } from "../../scripts/generate/rules-metadata.ts";
import { type CliOptions, type Finished, runCli } from "../unit/operator/cli/cli.ts";
import { readOptions, readOutputs, readResources } from "./cloudformation.ts";

export type OperatorStack = Awaited<ReturnType<typeof startOperatorStack>>;

/**
 * A consumer and a step that record their input; the step fails as often as the name of the job's employee
 * says.
 */
const bundle = `
const { appendFileSync, readFileSync } = require("node:fs");
const note = (file, text) => appendFileSync(process.env.RECORDS + "/" + file, text + "\\n");
exports.consume = async ({ Records }) => {
  for (const { body } of Records) note("dispatched", JSON.parse(body).delivery_id);
  return { batchItemFailures: [] };
};
exports.step = async ({ job_id }) => {
  note(job_id, "tried");
  const tries = readFileSync(process.env.RECORDS + "/" + job_id, "utf8").trim().split("\\n").length;
  if (tries > Number(/-fails(\\d+)$/.exec(job_id)?.[1] ?? 0)) return {};
  throw Object.assign(new Error("[github_failed] GitHub failed, says <script>"), { name: "RetryableError" });
};
`;

const outputs = [
  ...[
    "WebhookUrl",
    "EventQueueUrl",
    "EventDeadLetterQueueUrl",
    "FailedInvocationQueueUrl",
    "EmployeeTaskArn",
  ],
  ...["IdempotencyTableName", "JobTableName", "PayloadBucketName", "GitHubSecretArn", "ModelSecretArn"],
];

const definition = {
  StartAt: "Acknowledge",
  States: {
    Acknowledge: {
      Type: "Task",
      Resource: { "Fn::GetAtt": ["AcknowledgeJobLambdaFunction", "Arn"] },
      Retry: [{ ErrorEquals: ["RetryableError"], IntervalSeconds: 1, MaxAttempts: 1, BackoffRate: 1 }],
      End: true,
    },
  },
};

/**
 * The stack `pr-comment-automation-test` for an operator's command: real tables, queues, secrets and
 * executions, an event source mapping that can be paused, and adapters for the tables.
 */
export async function startOperatorStack(options: {
  github?: Record<string, unknown>;
  gitHubApiUrl?: string;
  httpEndpoint?: string;
  /** The deployed rules; by default those of this build, null for a stack of an older version. */
  rules?: Rules | null;
  /** The stage's option `rolloutMode`. */
  rolloutMode?: string;
}) {
  const directory = mkdtempSync(join(tmpdir(), "operator-"));
  const file = join(directory, "main.cjs");
  writeFileSync(file, bundle);
  const withFile = { file, timeoutSeconds: 30, environment: {} };
  const queue = { "Fn::GetAtt": ["EventQueue", "Arn"] };
  const functions: LaptopFunction[] = [
    {
      ...{ ...withFile, key: "dispatchEvent", name: "test-dispatchEvent", exportName: "consume" },
      logicalId: "DispatchEventLambdaFunction",
      queueSources: [{ queue, batchSize: 10, reportBatchItemFailures: true }],
    },
    {
      ...{ ...withFile, key: "acknowledgeJob", name: "test-acknowledgeJob", exportName: "step" },
      ...{ logicalId: "AcknowledgeJobLambdaFunction", queueSources: [] },
    },
  ];
  const { rules = { roster, policy: routing } } = options;
  const { gitHubApiUrl = "http://127.0.0.1:9", httpEndpoint = "http://127.0.0.1:9" } = options;
  const aws = await startAws({
    region: "eu-central-1",
    stage: "test",
    resources: readResources("tables.yml", "queues.yml", "storage.yml", "secrets.yml"),
    ...readOptions(),
    outputs: {
      ...readOutputs(...outputs),
      GitHubApiUrl: { Value: gitHubApiUrl },
      RolloutMode: { Value: options.rolloutMode ?? "active" },
      DispatchConcurrency: { Value: "10" },
      ProvisionedConcurrency: { Value: "0" },
    },
    ...(rules && { metadata: rulesMetadata(rules) }),
    httpEndpoint,
    stateMachines: { EmployeeTask: { name: "test-employee-task", definition } },
    functions,
    secretValues: { GitHubSecret: JSON.stringify(options.github ?? {}), ModelSecret: "{}" },
    environment: { RECORDS: directory },
    schedules: false,
    log() {},
  });
  Object.assign(process.env, aws.environment);
  const ref = (logicalId: string): string => String(aws.resolve({ Ref: logicalId }));
  const idempotencyTable = ref("IdempotencyTable");

  return {
    aws,
    ref,
    jobs: createJobTable(ref("JobTable")),
    deliveries: createDeliveryTable(idempotencyTable),
    circuits: createCircuitTable(idempotencyTable),
    queue: createEnvelopeQueue(ref("EventQueue")),
    workflow: createWorkflow(ref("EmployeeTask")),
    /** The IDs of the deliveries that the dispatcher received. */
    dispatched(): string[] {
      try {
        return readFileSync(join(directory, "dispatched"), "utf8").trim().split("\n");
      } catch {
        return [];
      }
    },
    /** Runs a command for this stack; the actor is known unless the test changes it. */
    run(args: string[], { env, ...rest }: CliOptions = {}): Promise<Finished> {
      const place = ["--stage", "test", "--region", "eu-central-1"];
      return runCli([...args, ...place], { env: { ...aws.environment, ...env }, ...rest });
    },
    async stop() {
      await aws.stop();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}
