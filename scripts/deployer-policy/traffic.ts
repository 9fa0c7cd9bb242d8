import { arn, type DeployerStatement, own } from "./statement.ts";

/** Rights for the API, the edge, DNS records, the workflow and schedules. */
export const trafficStatements: DeployerStatement[] = [
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
];
