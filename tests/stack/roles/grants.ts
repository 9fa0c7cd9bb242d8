/**
 * Actions by resource, written as `address` of packaging/statements.ts does. `{JobTable} of health` means the
 * items of that table with the partition key `health`.
 */
export type Grants = Record<string, string[]>;

const writeLog = ["logs:CreateLogStream", "logs:PutLogEvents"];
const writeTrace = ["xray:PutTelemetryRecords", "xray:PutTraceSegments"];

/** The grants of every function besides its work; X-Ray has no resources. */
export const grantsOfEvery = (logGroupId: string, isTraced: boolean): Grants => ({
  [`{${logGroupId}}`]: writeLog,
  ...(isTraced && { "*": writeTrace }),
});

const updateJob: Grants = {
  "{JobTable}": ["dynamodb:BatchWriteItem", "dynamodb:GetItem", "dynamodb:UpdateItem"],
};
/** The job's lane and the turn of the next job; a task token has no address. */
const handOver: Grants = {
  "{IdempotencyTable} of lane#*": ["dynamodb:GetItem", "dynamodb:UpdateItem"],
  "{IdempotencyTable} of turn#*": ["dynamodb:GetItem"],
  "*": ["states:SendTaskSuccess"],
};
const endRuns: Grants = { "*": ["states:SendTaskFailure", "states:SendTaskSuccess"] };
/** The tokens of GitHub's limits on content writes. */
const takeTokens: Grants = { "{IdempotencyTable} of pace#*": ["dynamodb:GetItem", "dynamodb:UpdateItem"] };
/** The same, and the grant of a job that waited for them. */
const pace: Grants = { ...takeTokens, "{IdempotencyTable} of paced#*": ["dynamodb:UpdateItem"] };
const readGitHubSecret: Grants = { "{GitHubSecret}": ["secretsmanager:GetSecretValue"] };
/** S3 then accepts a write only for a key without an object. */
const newObjects = (address: string): string => `${address} of {"Null":{"s3:if-none-match":"false"}}`;
/** Only the circuits in that table: which of GitHub's limits apply for a while. */
const keepCircuits = (...keys: string[]): Grants => ({
  [`{IdempotencyTable} of ${keys.join(", ")}`]: ["dynamodb:GetItem", "dynamodb:PutItem"],
});
const githubCircuits = keepCircuits("circuit#github#*");
/** Only the budgets in that table. */
const chargeBudgets: Grants = { "{IdempotencyTable} of budget#*": ["dynamodb:UpdateItem"] };
const modelCircuits = ["circuit#anthropic#*", "circuit#openai-compatible#*", "circuit#bedrock#*"];
/** Ends a state that waits for its task token. */
const endWaits: Grants = { "*": ["states:SendTaskSuccess"] };
/** Functions without a waiting caller report their own failures. */
const reportFailure: Grants = { "{FailedInvocationQueue}": ["sqs:SendMessage"] };
const rotateSecret = [
  "secretsmanager:DescribeSecret",
  "secretsmanager:GetSecretValue",
  "secretsmanager:PutSecretValue",
  "secretsmanager:UpdateSecretVersionStage",
];
/** Without s3:ListBucket a missing object is forbidden, not missing. */
const listPayloads: Grants = { "{PayloadBucket}": ["s3:ListBucket"] };

/** The grants of each function: what it calls, and nothing else. */
export const functionGrants: Record<string, Grants> = {
  receiveWebhook: {
    ...readGitHubSecret,
    "{OriginSecret}": ["secretsmanager:GetSecretValue"],
    "{IdempotencyTable}": ["dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:UpdateItem"],
    "{EventQueue}": ["sqs:SendMessage"],
    "{PayloadBucket}/deliveries/*": ["s3:PutObject"],
  },
  // As for checkHealth.
  receiveCallback: {
    "{OriginSecret}": ["dynamodb:GetItem", "secretsmanager:GetSecretValue"],
    "{IdempotencyTable} of callback#*": ["dynamodb:GetItem", "dynamodb:UpdateItem"],
    "{JobTable}": ["dynamodb:GetItem", "secretsmanager:GetSecretValue"],
    [newObjects("{PayloadBucket}/results/*")]: ["s3:PutObject"],
    "*": ["states:SendTaskHeartbeat", "states:SendTaskSuccess"],
  },
  // Two services' actions in one statement: without an edge one of them would name no resource. The other's
  // actions have no effect there.
  checkHealth: {
    "{IdempotencyTable} of health": ["dynamodb:GetItem"],
    "{JobTable} of health": ["dynamodb:GetItem"],
    "{EventQueue}": ["secretsmanager:GetSecretValue", "sqs:GetQueueAttributes"],
    "{OriginSecret}": ["secretsmanager:GetSecretValue", "sqs:GetQueueAttributes"],
  },
  dispatchEvent: {
    ...readGitHubSecret,
    ...endRuns,
    ...listPayloads,
    "{EventQueue}": [
      "sqs:ChangeMessageVisibility",
      "sqs:DeleteMessage",
      "sqs:GetQueueAttributes",
      "sqs:ReceiveMessage",
      "sqs:SendMessage",
    ],
    "{IdempotencyTable}": ["dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:UpdateItem"],
    "{JobTable}": [
      "dynamodb:BatchWriteItem",
      "dynamodb:GetItem",
      "dynamodb:PutItem",
      "dynamodb:Query",
      "dynamodb:UpdateItem",
    ],
    "{JobTable}/index/by-pull-request-id": ["dynamodb:Query"],
    "{EventDeadLetterQueue}": ["sqs:SendMessage"],
    "{PayloadBucket}/deliveries/*": ["s3:GetObject"],
    "{EmployeeTask}": ["states:StartExecution"],
    // An execution has no attribute to refer to, so its address is composed from the machine's name.
    "arn:AWS::Partition:states:AWS::Region:AWS::AccountId:execution:{EmployeeTask}:*": [
      "states:DescribeExecution",
      "states:StopExecution",
    ],
  },
  acknowledgeJob: {
    ...readGitHubSecret,
    ...githubCircuits,
    ...updateJob,
    ...handOver,
    ...endRuns,
    ...pace,
    "{IdempotencyTable} of callback#*": ["dynamodb:GetItem", "dynamodb:UpdateItem"],
    "{IdempotencyTable} of budget#*": ["dynamodb:GetItem", "dynamodb:UpdateItem"],
  },
  awaitTurn: {
    "{IdempotencyTable} of lane#*": ["dynamodb:GetItem"],
    "{IdempotencyTable} of turn#*, paced#*": ["dynamodb:UpdateItem"],
    "{JobTable}": ["dynamodb:GetItem"],
    "*": ["states:SendTaskSuccess"],
  },
  freezeContext: {
    ...readGitHubSecret,
    ...githubCircuits,
    "{IdempotencyTable} of rollout#current": ["dynamodb:GetItem"],
    ...updateJob,
    [`{IdempotencyTable} of ${modelCircuits.join(", ")}`]: ["dynamodb:GetItem"],
    "{JobTable}/index/by-pull-request-id": ["dynamodb:Query"],
    "{PayloadBucket}/contexts/*": ["s3:PutObject"],
  },
  // Code that an employee runs could use anything more than this.
  runEmployee: {
    ...keepCircuits(...modelCircuits),
    "{ModelSecret}": ["secretsmanager:GetSecretValue"],
    "{PayloadBucket}/contexts/*": ["s3:GetObject"],
    "{PayloadBucket}/results/*": ["s3:GetObject"],
    [newObjects("{PayloadBucket}/results/*")]: ["s3:PutObject"],
  },
  // Besides the secrets, functions and roles of the roster, which resources/employee-secrets.mjs adds.
  callEmployee: {
    "{IdempotencyTable} of callback#*": ["dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:UpdateItem"],
    ...keepCircuits("circuit#employee#*"),
    "{PayloadBucket}/contexts/*": ["s3:GetObject"],
    [newObjects("{PayloadBucket}/results/*")]: ["s3:PutObject"],
    ...endWaits,
  },
  startWorkflow: {
    ...readGitHubSecret,
    ...keepCircuits("circuit#github#*"),
    "{IdempotencyTable} of callback#*": ["dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:UpdateItem"],
    "{PayloadBucket}/contexts/*": ["s3:GetObject"],
    ...endWaits,
  },
  publishResult: {
    ...readGitHubSecret,
    ...githubCircuits,
    ...updateJob,
    ...handOver,
    ...chargeBudgets,
    ...pace,
    ...listPayloads,
    "{PayloadBucket}/results/*": ["s3:GetObject"],
  },
  compensateJob: { ...readGitHubSecret, ...githubCircuits, ...updateJob, ...takeTokens },
  publishFailure: {
    ...readGitHubSecret,
    ...githubCircuits,
    ...updateJob,
    ...chargeBudgets,
    ...handOver,
    ...pace,
  },
  sweepDeliveries: {
    ...readGitHubSecret,
    ...updateJob,
    ...listPayloads,
    "{PayloadBucket}/results/*": ["s3:GetObject"],
    ...reportFailure,
    "{IdempotencyTable}": ["dynamodb:GetItem", "dynamodb:UpdateItem"],
    "{IdempotencyTable} of circuit#github#*": ["dynamodb:PutItem"],
    "{IdempotencyTable}/index/pending-by-time": ["dynamodb:Query"],
    "{JobTable}/index/by-state": ["dynamodb:Query"],
    "{EventQueue}": ["sqs:SendMessage"],
    "*": ["states:SendTaskFailure", "states:SendTaskHeartbeat", "states:SendTaskSuccess"],
    "{EmployeeTask}": ["states:StartExecution"],
    "arn:AWS::Partition:states:AWS::Region:AWS::AccountId:execution:{EmployeeTask}:*": [
      "states:DescribeExecution",
    ],
  },
  pingWebhook: { ...readGitHubSecret, ...reportFailure },
  rotateWebhookSecret: { ...reportFailure, "{GitHubSecret}": rotateSecret },
  rotateOriginSecret: {
    ...reportFailure,
    "{OriginSecret}": rotateSecret,
    "arn:AWS::Partition:cloudfront::AWS::AccountId:distribution/{Distribution}": [
      "cloudfront:GetDistribution",
      "cloudfront:UpdateDistribution",
    ],
    // The stack's own web ACL, or the one that the stage names.
    "{WebAcl}": ["wafv2:GetWebACL"],
    "{WebAclArn}": ["wafv2:GetWebACL"],
    "{EdgeLogBucket}": ["s3:GetBucketAcl", "s3:PutBucketAcl"],
  },
  refreshAddresses: {
    ...readGitHubSecret,
    "{GitHubAddressesV4}": ["wafv2:GetIPSet", "wafv2:UpdateIPSet"],
    "{GitHubAddressesV6}": ["wafv2:GetIPSet", "wafv2:UpdateIPSet"],
  },
  exportJobHistory: {
    ...reportFailure,
    "{JobTable}": [
      "dynamodb:DescribeStream",
      "dynamodb:GetRecords",
      "dynamodb:GetShardIterator",
      "dynamodb:ListStreams",
    ],
    "{JobHistoryStream}": ["firehose:PutRecordBatch"],
  },
};

const steps = [
  "AcknowledgeJob",
  "AwaitTurn",
  "FreezeContext",
  "RunEmployee",
  "CallEmployee",
  "StartWorkflow",
  "PublishResult",
  "CompensateJob",
  "PublishFailure",
];
const invoke = ["lambda:InvokeFunction"];

/** The grants of AWS's services, by the roles that they assume. */
export const serviceGrants: Record<string, Grants> = {
  EmployeeTaskRole: {
    ...Object.fromEntries(
      steps.flatMap((step) => [
        [`{${step}LambdaFunction}`, invoke],
        [`{${step}LambdaFunction}:*`, invoke],
      ]),
    ),
    "*": [
      "logs:CreateLogDelivery",
      "logs:DeleteLogDelivery",
      "logs:DescribeLogGroups",
      "logs:DescribeResourcePolicies",
      "logs:GetLogDelivery",
      "logs:ListLogDeliveries",
      "logs:PutResourcePolicy",
      "logs:UpdateLogDelivery",
      "xray:GetSamplingRules",
      "xray:GetSamplingTargets",
      ...writeTrace,
    ],
  },
  PingWebhookScheduleRole: { ...reportFailure, "{PingWebhookLambdaFunction}": invoke },
  SweepDeliveriesScheduleRole: { ...reportFailure, "{SweepDeliveriesLambdaFunction}": invoke },
  RefreshAddressesScheduleRole: { ...reportFailure, "{RefreshAddressesLambdaFunction}": invoke },
  AuditDeliveryRole: deliverTo("AuditBucket", "logs", "AuditDeliveryLogGroup"),
  AuditSubscriptionRole: { "{AuditStream}": ["firehose:PutRecord", "firehose:PutRecordBatch"] },
  JobHistoryDeliveryRole: deliverTo("JobHistoryBucket", "history", "JobHistoryDeliveryLogGroup"),
};

/**
 * What Firehose needs: https://docs.aws.amazon.com/firehose/latest/dev/controlling-access.html#using-iam-s3
 */
function deliverTo(bucket: string, folder: string, logGroup: string): Grants {
  const write = ["s3:AbortMultipartUpload", "s3:GetObject", "s3:PutObject"];
  return {
    [`{${bucket}}`]: ["s3:GetBucketLocation", "s3:ListBucket", "s3:ListBucketMultipartUploads"],
    [`{${bucket}}/${folder}/*`]: write,
    [`{${bucket}}/errors/*`]: write,
    [`{${logGroup}}`]: ["logs:PutLogEvents"],
  };
}
