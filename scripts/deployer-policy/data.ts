import { arn, type DeployerStatement, own, service } from "./statement.ts";

/** Rights for tables, queues, buckets, secrets and keys. */
export const dataStatements: DeployerStatement[] = [
  {
    Sid: "Tables",
    types: ["AWS::DynamoDB::Table"],
    Action: [
      ...[
        "dynamodb:CreateTable",
        "dynamodb:DeleteTable",
        "dynamodb:Describe*",
        "dynamodb:ListTagsOfResource",
      ],
      ...["dynamodb:TagResource", "dynamodb:UntagResource", "dynamodb:UpdateContinuousBackups"],
      ...["dynamodb:UpdateTable", "dynamodb:UpdateTimeToLive"],
    ],
    Resource: arn("dynamodb", `table/${own}`),
  },
  {
    Sid: "Queues",
    types: ["AWS::SQS::Queue", "AWS::SQS::QueuePolicy"],
    Action: [
      ...[
        "sqs:AddPermission",
        "sqs:CreateQueue",
        "sqs:DeleteQueue",
        "sqs:GetQueueAttributes",
        "sqs:GetQueueUrl",
      ],
      ...[
        "sqs:ListQueueTags",
        "sqs:RemovePermission",
        "sqs:SetQueueAttributes",
        "sqs:TagQueue",
        "sqs:UntagQueue",
      ],
    ],
    Resource: arn("sqs", own),
  },
  {
    Sid: "Buckets",
    types: ["AWS::S3::Bucket", "AWS::S3::BucketPolicy"],
    Action: [
      ...["s3:CreateBucket", "s3:DeleteBucket", "s3:DeleteBucketPolicy", "s3:GetBucket*", "s3:ListBucket*"],
      ...["s3:GetEncryptionConfiguration", "s3:GetLifecycleConfiguration", "s3:PutBucket*"],
      ...["s3:PutEncryptionConfiguration", "s3:PutLifecycleConfiguration"],
    ],
    Resource: `arn:aws:s3:::${own}`,
  },
  {
    Sid: "BucketsAreEmptied",
    types: ["AWS::S3::Bucket"],
    Action: ["s3:DeleteObject", "s3:DeleteObjectVersion"],
    Resource: `arn:aws:s3:::${own}/*`,
  },
  {
    Sid: "Packages",
    types: [],
    Action: ["s3:GetObject", "s3:PutObject"],
    Resource: `arn:aws:s3:::${own}/serverless/*`,
  },
  {
    Sid: "Secrets",
    types: ["AWS::SecretsManager::Secret", "AWS::SecretsManager::RotationSchedule"],
    Action: [
      ...["secretsmanager:CancelRotateSecret", "secretsmanager:CreateSecret", "secretsmanager:DeleteSecret"],
      ...["secretsmanager:DescribeSecret", "secretsmanager:RotateSecret", "secretsmanager:TagResource"],
      ...["secretsmanager:UntagResource", "secretsmanager:UpdateSecret"],
    ],
    Resource: ["GitHubSecret-*", "ModelSecret-*", "OriginSecret-*", `${service}/*/employees/*`].map((id) =>
      arn("secretsmanager", `secret:${id}`),
    ),
  },
  {
    // With the deployer's rights. Never the App's secret or the models' secret.
    Sid: "SecretsThatTheTemplateRefersTo",
    types: ["AWS::CloudFront::Distribution", "AWS::SNS::Subscription"],
    Action: ["secretsmanager:GetSecretValue"],
    Resource: ["OriginSecret-*", `${own}/alarm-endpoint-*`].map((id) =>
      arn("secretsmanager", `secret:${id}`),
    ),
  },
  {
    Sid: "NewSecretsAreGenerated",
    types: ["AWS::SecretsManager::Secret"],
    Action: ["secretsmanager:GetRandomPassword"],
    Resource: "*",
  },
  {
    Sid: "Keys",
    types: ["AWS::KMS::Key"],
    Action: [
      ...["kms:CreateGrant", "kms:CreateKey", "kms:Decrypt", "kms:DescribeKey", "kms:EnableKeyRotation"],
      ...["kms:GenerateDataKey", "kms:GetKeyPolicy", "kms:GetKeyRotationStatus", "kms:ListResourceTags"],
      ...["kms:PutKeyPolicy", "kms:ScheduleKeyDeletion", "kms:TagResource", "kms:UntagResource"],
      "kms:UpdateKeyDescription",
    ],
    Resource: "*",
  },
];
