/** A statement with `*` in an action, or alone for all resources. */
export interface Exception {
  holder: RegExp;
  effect: "Allow" | "Deny";
  actions: string[];
  /** As `address` writes it. */
  resource: RegExp;
  why: string;
}

const all = /^\*$/;

/** All exceptions with their reasons. */
export const exceptions: Exception[] = [
  {
    holder: /^[A-Z]\w+IamRoleLambdaExecution$/,
    effect: "Allow",
    actions: ["xray:PutTraceSegments", "xray:PutTelemetryRecords"],
    resource: all,
    why: "a trace has no address: https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsx-ray.html",
  },
  {
    holder:
      /^(?:AcknowledgeJob|AwaitTurn|CallEmployee|DispatchEvent|PublishFailure|PublishResult|ReceiveCallback|StartWorkflow|SweepDeliveries)IamRoleLambdaExecution$/,
    effect: "Allow",
    actions: ["states:SendTaskFailure", "states:SendTaskHeartbeat", "states:SendTaskSuccess"],
    resource: all,
    why: "a task token has no address: https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsstepfunctions.html",
  },
  {
    holder: /^EmployeeTaskRole$/,
    effect: "Allow",
    actions: [
      "xray:PutTraceSegments",
      "xray:PutTelemetryRecords",
      "xray:GetSamplingRules",
      "xray:GetSamplingTargets",
    ],
    resource: all,
    why: "neither a trace nor a sampling rule that X-Ray chooses has an address",
  },
  {
    holder: /^EmployeeTaskRole$/,
    effect: "Allow",
    actions: [
      "logs:CreateLogDelivery",
      "logs:GetLogDelivery",
      "logs:UpdateLogDelivery",
      "logs:DeleteLogDelivery",
      "logs:ListLogDeliveries",
      "logs:PutResourcePolicy",
      "logs:DescribeResourcePolicies",
      "logs:DescribeLogGroups",
    ],
    resource: all,
    why: "log deliveries know no resources: https://docs.aws.amazon.com/step-functions/latest/dg/cw-logs.html",
  },
  {
    holder: /^\w+BucketPolicy$/,
    effect: "Deny",
    actions: ["s3:*"],
    resource: /^(?:arn:AWS::Partition:s3:::)?\{\w+Bucket\}(?:\/\*)?$/,
    why: "denies everything without TLS",
  },
  {
    holder: /^\w+QueuePolicy$/,
    effect: "Deny",
    actions: ["sqs:*"],
    resource: /^\{\w+Queue\}$/,
    why: "denies everything without TLS",
  },
  {
    holder: /^EncryptionKey$/,
    effect: "Allow",
    actions: ["kms:*"],
    resource: all,
    why: "`*` in a key's policy is the key itself; without it the account could lose control of its key",
  },
  {
    holder: /^EncryptionKey$/,
    effect: "Allow",
    actions: [
      "kms:Encrypt",
      "kms:Decrypt",
      // They differ in the form of their response:
      // https://docs.aws.amazon.com/kms/latest/developerguide/key-policies.html
      "kms:ReEncrypt*",
      "kms:GenerateDataKey*",
      "kms:GenerateDataKey",
      "kms:CreateGrant",
      "kms:DescribeKey",
    ],
    resource: all,
    why: "`*` in a key's policy is the key itself",
  },
];
