/** A function whose cold start is measured, with an event that it processes without calling any service. */
export interface MeasuredFunction {
  name: string;
  entry: string;
  event: unknown;
}

export const measuredFunctions: MeasuredFunction[] = [
  {
    name: "receive-webhook",
    entry: "functions/receive-webhook/main.ts",
    // The chain answers it with 404.
    event: {
      version: "2.0",
      rawPath: "/elsewhere",
      headers: {},
      requestContext: { http: { method: "GET", path: "/elsewhere" } },
      isBase64Encoded: false,
    },
  },
  {
    name: "dispatch-event",
    entry: "functions/dispatch-event/main.ts",
    // A batch without messages: it runs the whole chain and calls nothing.
    event: { Records: [] },
  },
];

/** Every setting that a function reads. */
export const environment = {
  DEFAULT_ROLLOUT_MODE: "active",
  DLQ_URL: "http://127.0.0.1:9/dead-letters",
  GITHUB_API_URL: "http://127.0.0.1:9",
  GITHUB_SECRET_ID: "github",
  IDEMPOTENCY_TABLE: "idempotency",
  JOB_TABLE: "jobs",
  MODEL_SECRET_ID: "model",
  ORIGIN_SECRET_ID: "none",
  PAYLOAD_BUCKET: "payloads",
  QUEUE_URL: "http://127.0.0.1:9/queue",
  STAGE: "bench",
  STATE_MACHINE_ARN: "arn:aws:states:eu-central-1:000000000000:stateMachine:employee-task",
};

/** The largest packages, each as the only content of a bundle. */
export const measuredPackages: Record<string, string[]> = {
  "AWS SDK: DynamoDB and its document client": ["@aws-sdk/client-dynamodb", "@aws-sdk/lib-dynamodb"],
  "AWS SDK: SQS": ["@aws-sdk/client-sqs"],
  "AWS SDK: S3": ["@aws-sdk/client-s3"],
  "AWS SDK: Secrets Manager": ["@aws-sdk/client-secrets-manager"],
  "AWS SDK: Step Functions": ["@aws-sdk/client-sfn"],
  Middy: ["@middy/core", "@middy/http-json-body-parser"],
  "Octokit: core, App authentication, retry": ["@octokit/core", "@octokit/auth-app", "@octokit/plugin-retry"],
};
