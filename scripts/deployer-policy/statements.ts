/** A deployer's rights on some resource types. */
export interface DeployerStatement {
  Sid: string;
  /** Types of the packaged template that need it; none for requests of the framework and the plugins. */
  types: string[];
  Action: string[];
  Resource: string | string[];
  Condition?: object;
}

const own = "pr-comment-automation-*";
const arn = (service: string, resource: string) => `arn:aws:${service}:*:*:${resource}`;

/** Every name in a stack starts with the service's name, except those that AWS generates. */
export const statements: DeployerStatement[] = [
  {
    Sid: "Stacks",
    types: [],
    Action: [
      ...["cloudformation:CreateChangeSet", "cloudformation:CreateStack", "cloudformation:DeleteChangeSet"],
      ...["cloudformation:DeleteStack", "cloudformation:Describe*", "cloudformation:ExecuteChangeSet"],
      ...["cloudformation:GetTemplate", "cloudformation:ListStackResources", "cloudformation:UpdateStack"],
      "cloudformation:UpdateTerminationProtection",
    ],
    Resource: arn("cloudformation", `stack/${own}`),
  },
  {
    Sid: "AskedBeforeADeployment",
    types: [],
    Action: ["cloudformation:ValidateTemplate", "lambda:GetAccountSettings", "ecr:DescribeRepositories"],
    Resource: "*",
  },
  {
    Sid: "Roles",
    types: ["AWS::IAM::Role"],
    Action: [
      ...["iam:CreateRole", "iam:DeleteRole", "iam:DeleteRolePolicy", "iam:GetRole", "iam:GetRolePolicy"],
      ...["iam:ListAttachedRolePolicies", "iam:ListRolePolicies", "iam:PutRolePolicy", "iam:TagRole"],
      ...["iam:AttachRolePolicy", "iam:DetachRolePolicy", "iam:UntagRole", "iam:UpdateAssumeRolePolicy"],
    ],
    Resource: `arn:aws:iam::*:role/${own}`,
  },
  {
    Sid: "RolesGoToTheServicesOfTheStack",
    types: ["AWS::IAM::Role"],
    Action: ["iam:PassRole"],
    Resource: `arn:aws:iam::*:role/${own}`,
    Condition: {
      StringLike: {
        "iam:PassedToService": [
          "lambda",
          "states",
          "states.*",
          "scheduler",
          "firehose",
          "logs",
          "logs.*",
        ].map((service) => `${service}.amazonaws.com`),
      },
    },
  },
  {
    Sid: "Functions",
    types: [
      ...["AWS::Lambda::Function", "AWS::Lambda::Alias", "AWS::Lambda::Version"],
      ...["AWS::Lambda::Permission", "AWS::Lambda::EventInvokeConfig"],
    ],
    Action: [
      ...["lambda:AddPermission", "lambda:CreateAlias", "lambda:CreateFunction", "lambda:Delete*"],
      ...["lambda:Get*", "lambda:InvokeFunction", "lambda:List*", "lambda:PublishVersion", "lambda:Put*"],
      ...["lambda:RemovePermission", "lambda:TagResource", "lambda:UntagResource", "lambda:Update*"],
    ],
    Resource: arn("lambda", `function:${own}`),
  },
  {
    Sid: "EventSources",
    types: ["AWS::Lambda::EventSourceMapping"],
    Action: [
      ...["lambda:CreateEventSourceMapping", "lambda:DeleteEventSourceMapping"],
      ...["lambda:GetEventSourceMapping", "lambda:UpdateEventSourceMapping", "lambda:ListTags"],
      ...["lambda:TagResource", "lambda:UntagResource"],
    ],
    Resource: "*",
  },
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
    Resource: ["GitHubSecret-*", "ModelSecret-*", "OriginSecret-*"].map((id) =>
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
  {
    Sid: "Api",
    types: [
      ...["AWS::ApiGatewayV2::Api", "AWS::ApiGatewayV2::ApiMapping", "AWS::ApiGatewayV2::DomainName"],
      ...["AWS::ApiGatewayV2::Integration", "AWS::ApiGatewayV2::Route", "AWS::ApiGatewayV2::Stage"],
    ],
    Action: ["apigateway:DELETE", "apigateway:GET", "apigateway:PATCH", "apigateway:POST", "apigateway:PUT"],
    Resource: ["/apis*", "/domainnames*", "/tags*"].map((path) => `arn:aws:apigateway:*::${path}`),
  },
  {
    Sid: "Edge",
    types: ["AWS::CloudFront::Distribution", "AWS::CloudFront::CachePolicy"],
    Action: [
      ...["cloudfront:Create*", "cloudfront:DeleteCachePolicy", "cloudfront:DeleteDistribution"],
      ...["cloudfront:Get*", "cloudfront:List*", "cloudfront:TagResource", "cloudfront:UntagResource"],
      ...["cloudfront:UpdateCachePolicy", "cloudfront:UpdateDistribution"],
    ],
    Resource: "*",
  },
  {
    Sid: "WebAcl",
    types: ["AWS::WAFv2::WebACL", "AWS::WAFv2::IPSet"],
    Action: [
      ...["wafv2:CreateIPSet", "wafv2:CreateWebACL", "wafv2:DeleteIPSet", "wafv2:DeleteWebACL", "wafv2:Get*"],
      ...[
        "wafv2:List*",
        "wafv2:TagResource",
        "wafv2:UntagResource",
        "wafv2:UpdateIPSet",
        "wafv2:UpdateWebACL",
      ],
    ],
    Resource: "*",
  },
  {
    Sid: "Records",
    types: ["AWS::Route53::RecordSet"],
    Action: [
      ...["route53:ChangeResourceRecordSets", "route53:GetChange", "route53:GetHostedZone"],
      "route53:ListResourceRecordSets",
    ],
    Resource: ["arn:aws:route53:::hostedzone/*", "arn:aws:route53:::change/*"],
  },
  {
    Sid: "Workflow",
    types: ["AWS::StepFunctions::StateMachine"],
    Action: [
      ...["states:CreateStateMachine", "states:DeleteStateMachine", "states:DescribeStateMachine"],
      ...[
        "states:ListTagsForResource",
        "states:TagResource",
        "states:UntagResource",
        "states:UpdateStateMachine",
      ],
    ],
    Resource: arn("states", `stateMachine:${own}`),
  },
  {
    Sid: "Schedules",
    types: ["AWS::Scheduler::Schedule"],
    Action: [
      "scheduler:CreateSchedule",
      "scheduler:DeleteSchedule",
      "scheduler:GetSchedule",
      "scheduler:UpdateSchedule",
    ],
    Resource: arn("scheduler", `schedule/default/${own}`),
  },
  {
    Sid: "LogGroups",
    types: [
      ...["AWS::Logs::LogGroup", "AWS::Logs::LogStream", "AWS::Logs::MetricFilter"],
      "AWS::Logs::SubscriptionFilter",
    ],
    Action: [
      ...["logs:CreateLogGroup", "logs:CreateLogStream", "logs:DeleteLogGroup", "logs:DeleteLogStream"],
      ...["logs:DeleteMetricFilter", "logs:DeleteSubscriptionFilter", "logs:DescribeLogStreams"],
      ...["logs:DescribeMetricFilters", "logs:DescribeSubscriptionFilters", "logs:ListTagsForResource"],
      ...[
        "logs:PutMetricFilter",
        "logs:PutRetentionPolicy",
        "logs:PutSubscriptionFilter",
        "logs:TagResource",
      ],
    ],
    Resource: arn("logs", `log-group:/aws/*/${own}`),
  },
  {
    // The API's access log and the workflow's log are delivered logs; AWS supports no narrower resource for these rights.
    Sid: "LogDeliveries",
    types: ["AWS::ApiGatewayV2::Stage", "AWS::StepFunctions::StateMachine"],
    Action: [
      ...["logs:CreateLogDelivery", "logs:DeleteLogDelivery", "logs:DescribeLogGroups"],
      ...["logs:DescribeResourcePolicies", "logs:GetLogDelivery", "logs:ListLogDeliveries"],
      ...["logs:PutResourcePolicy", "logs:UpdateLogDelivery"],
    ],
    Resource: "*",
  },
  {
    Sid: "Alarms",
    types: ["AWS::CloudWatch::Alarm", "AWS::CloudWatch::CompositeAlarm", "AWS::CloudWatch::Dashboard"],
    Action: [
      ...["cloudwatch:DeleteAlarms", "cloudwatch:DeleteDashboards", "cloudwatch:DescribeAlarms"],
      ...["cloudwatch:GetDashboard", "cloudwatch:ListTagsForResource", "cloudwatch:PutCompositeAlarm"],
      ...["cloudwatch:PutDashboard", "cloudwatch:PutMetricAlarm", "cloudwatch:TagResource"],
      "cloudwatch:UntagResource",
    ],
    Resource: "*",
  },
  {
    Sid: "Topics",
    types: ["AWS::SNS::Topic", "AWS::SNS::TopicPolicy", "AWS::SNS::Subscription"],
    Action: [
      ...["sns:AddPermission", "sns:CreateTopic", "sns:DeleteTopic", "sns:Get*", "sns:List*"],
      ...["sns:RemovePermission", "sns:SetSubscriptionAttributes", "sns:SetTopicAttributes"],
      ...["sns:Subscribe", "sns:TagResource", "sns:Unsubscribe", "sns:UntagResource"],
    ],
    Resource: arn("sns", own),
  },
  {
    Sid: "History",
    types: [
      ...["AWS::KinesisFirehose::DeliveryStream", "AWS::Glue::Database", "AWS::Glue::Table"],
      ...["AWS::Athena::WorkGroup", "AWS::Athena::NamedQuery", "AWS::CloudTrail::Trail"],
    ],
    Action: [
      ...["athena:*NamedQuery", "athena:*WorkGroup", "athena:ListTagsForResource", "athena:TagResource"],
      ...["cloudtrail:AddTags", "cloudtrail:CreateTrail", "cloudtrail:DeleteTrail", "cloudtrail:Get*"],
      ...["cloudtrail:ListTags", "cloudtrail:PutEventSelectors", "cloudtrail:StartLogging"],
      ...["cloudtrail:StopLogging", "cloudtrail:UpdateTrail", "firehose:*DeliveryStream*"],
      ...["firehose:UpdateDestination", "glue:CreateDatabase", "glue:CreateTable", "glue:DeleteDatabase"],
      ...[
        "glue:DeleteTable",
        "glue:GetDatabase*",
        "glue:GetTable*",
        "glue:UpdateDatabase",
        "glue:UpdateTable",
      ],
    ],
    Resource: [
      arn("athena", `workgroup/${own}`),
      arn("cloudtrail", `trail/${own}`),
      arn("firehose", `deliverystream/${own}`),
      ...["catalog", "database/pr_comment_automation_*", "table/pr_comment_automation_*/*"].map((resource) =>
        arn("glue", resource),
      ),
    ],
  },
];
