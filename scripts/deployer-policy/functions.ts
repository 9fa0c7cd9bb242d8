import { arn, type DeployerStatement, own } from "./statement.ts";

/** Rights for stacks, roles, functions and their event sources. */
export const functionStatements: DeployerStatement[] = [
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
];
