import { arn, type DeployerStatement, own } from "./statement.ts";

/** Rights for logs, alarms, topics and the history of jobs. */
export const monitoringStatements: DeployerStatement[] = [
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
