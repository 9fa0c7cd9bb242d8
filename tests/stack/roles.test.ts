import { describe, expect, test } from "@jest/globals";
import { packageService } from "./packaging/package-service.ts";
import { type Statement, statementsOf } from "./packaging/statements.ts";
import { functionsOf, ofType } from "./packaging/template.ts";

const packages = await packageService();

const updateJob = {
  "{JobTable}": ["dynamodb:BatchWriteItem", "dynamodb:GetItem", "dynamodb:UpdateItem"],
};
const readGitHubSecret = { "{GitHubSecret}": ["secretsmanager:GetSecretValue"] };

/** All that each function may do: what it calls, and nothing that it does not. */
const grants: Record<string, Record<string, string[]>> = {
  receiveWebhook: {
    ...readGitHubSecret,
    "{IdempotencyTable}": ["dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:UpdateItem"],
    "{EventQueue}": ["sqs:SendMessage"],
    "{PayloadBucket}/deliveries/*": ["s3:PutObject"],
  },
  dispatchEvent: {
    ...readGitHubSecret,
    "{EventQueue}": [
      "sqs:ChangeMessageVisibility",
      "sqs:DeleteMessage",
      "sqs:GetQueueAttributes",
      "sqs:ReceiveMessage",
    ],
    "{IdempotencyTable}": ["dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:UpdateItem"],
    "{JobTable}": ["dynamodb:BatchWriteItem", "dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:UpdateItem"],
    "{EventDeadLetterQueue}": ["sqs:SendMessage"],
    "{PayloadBucket}/deliveries/*": ["s3:GetObject"],
    "{EmployeeTask}": ["states:StartExecution"],
    // An execution has no attribute to refer to, so its address is put together from the machine's name.
    "arn:AWS::Partition:states:AWS::Region:AWS::AccountId:execution:{EmployeeTask}:*": [
      "states:DescribeExecution",
    ],
  },
  acknowledgeJob: { ...readGitHubSecret, ...updateJob },
  freezeContext: {
    ...readGitHubSecret,
    "{JobTable}": ["dynamodb:UpdateItem"],
    "{PayloadBucket}/contexts/*": ["s3:PutObject"],
  },
  runEmployee: {
    ...updateJob,
    "{ModelSecret}": ["secretsmanager:GetSecretValue"],
    "{PayloadBucket}/contexts/*": ["s3:GetObject"],
    "{PayloadBucket}/results/*": ["s3:PutObject"],
  },
  publishResult: { ...readGitHubSecret, ...updateJob, "{PayloadBucket}/results/*": ["s3:GetObject"] },
  compensateJob: { ...readGitHubSecret, ...updateJob },
  publishFailure: { ...readGitHubSecret, ...updateJob },
};

/** Where `*` stands alone in an action or for all resources, and why it may. */
const accepted: { holder: string; what: string; why: string }[] = [
  { holder: "PayloadBucketPolicy", what: "s3:*", why: "denies everything that comes without TLS" },
  { holder: "ServerlessDeploymentBucketPolicy", what: "s3:*", why: "denies everything without TLS" },
  {
    holder: "EmployeeTaskRole",
    what: "*",
    why: "log deliveries know no resources: https://docs.aws.amazon.com/step-functions/latest/dg/cw-logs.html",
  },
];

const logDelivery = [
  "logs:CreateLogDelivery",
  "logs:DeleteLogDelivery",
  "logs:DescribeLogGroups",
  "logs:DescribeResourcePolicies",
  "logs:GetLogDelivery",
  "logs:ListLogDeliveries",
  "logs:PutResourcePolicy",
  "logs:UpdateLogDelivery",
];

describe.each(packages)("roles of $stage", ({ template }) => {
  const functions = functionsOf(template);
  const statements = statementsOf(template);

  test("belong to one function each", () => {
    const roles = functions.map(({ roleId }) => roleId);

    expect(new Set(roles).size).toBe(functions.length);
    expect(roles).not.toContain("IamRoleLambdaExecution");
    expect(template.Resources).not.toHaveProperty("IamRoleLambdaExecution");
    expect(JSON.stringify(template)).not.toContain('"IamRoleLambdaExecution"');
  });

  test("get their names from CloudFormation and no policy from outside", () => {
    const roles = ofType(template, "AWS::IAM::Role");

    expect(roles.map(([id]) => id).toSorted()).toEqual(
      [...functions.map(({ roleId }) => roleId), "EmployeeTaskRole"].toSorted(),
    );
    for (const [, { Properties }] of roles) {
      expect(Properties).not.toHaveProperty("RoleName");
      expect(Properties.ManagedPolicyArns ?? []).toEqual([]);
    }
  });

  test("are known for every function", () => {
    expect(functions.map(({ key }) => key).toSorted()).toEqual(Object.keys(grants).toSorted());
  });

  test.each(functions)("$key may do what it does, and write its log", ({ key, logicalId, roleId }) => {
    const own = statements.filter(({ holder }) => holder === roleId);
    const logGroup = `{${logicalId.replace("LambdaFunction", "LogGroup")}}`;

    expect(own.every(({ effect }) => effect === "Allow")).toBe(true);
    expect(toGrants(own)).toEqual({
      ...grants[key],
      [logGroup]: ["logs:CreateLogStream", "logs:PutLogEvents"],
    });
  });

  test("the workflow may call its own functions and deliver its log", () => {
    const steps = functions.filter(({ key }) => !["receiveWebhook", "dispatchEvent"].includes(key));
    const called = steps.flatMap(({ logicalId }) => [`{${logicalId}}`, `{${logicalId}}:*`]);

    expect(toGrants(statements.filter(({ holder }) => holder === "EmployeeTaskRole"))).toEqual({
      ...Object.fromEntries(called.map((target) => [target, ["lambda:InvokeFunction"]])),
      "*": logDelivery,
    });
  });

  test("hold wildcards only where they are accepted, and every accepted one is there", () => {
    const wild = statements.flatMap(({ holder, actions, resources }) =>
      [
        ...actions.filter((action) => action.includes("*")),
        ...resources.filter((name) => /^\W*$/.test(name)),
      ].map((what) => ({ holder, what })),
    );

    expect(wild).toEqual(expect.arrayContaining(accepted.map(({ holder, what }) => ({ holder, what }))));
    expect(accepted).toEqual(
      expect.arrayContaining(wild.map((one) => ({ ...one, why: expect.any(String) }))),
    );
  });

  test("name resources of this stack, with no wildcard but in their last part", () => {
    const ids = Object.keys(template.Resources);
    const vague = statements
      .flatMap(({ holder, resources }) => resources.map((name) => ({ holder, name })))
      .filter(({ holder, name }) => !accepted.some((one) => one.holder === holder && one.what === name))
      .filter(({ name }) => {
        const named = [...name.matchAll(/\{(\w+)\}/g)].map(([, id]) => id ?? "");
        const exact = named.length === 1 && ids.includes(named[0] ?? "");
        return !exact || !/^[^*]*(?:[:/]\*)?$/.test(name);
      });

    expect(vague).toEqual([]);
  });

  test("deny by exception: only bucket policies have other principals", () => {
    const denying = statements.filter(({ effect }) => effect === "Deny").map(({ holder }) => holder);

    expect(new Set(denying)).toEqual(new Set(["PayloadBucketPolicy", "ServerlessDeploymentBucketPolicy"]));
  });
});

function toGrants(statements: Statement[]): Record<string, string[]> {
  const found: Record<string, string[]> = {};
  for (const { actions, resources } of statements) {
    for (const name of resources) found[name] = [...(found[name] ?? []), ...actions].toSorted();
  }
  return found;
}
