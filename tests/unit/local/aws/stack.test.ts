import { userInfo } from "node:os";
import {
  CloudFormationClient,
  DescribeStacksCommand,
  GetTemplateCommand,
  ListStacksCommand,
} from "@aws-sdk/client-cloudformation";
import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { type Laptop, startLaptop } from "./laptop.ts";

let laptop: Laptop;
let stacks: CloudFormationClient;

const clientOf = (own: Laptop) => ({
  region: "eu-central-1",
  endpoint: own.aws.environment.AWS_ENDPOINT_URL ?? "",
  credentials: { accessKeyId: "local", secretAccessKey: "local" },
});

beforeAll(async () => {
  laptop = await startLaptop({
    resources: { Table: { Type: "AWS::DynamoDB::Table", Properties: tableOf("id") } },
    conditions: { Yes: { "Fn::Equals": ["a", "a"] }, No: { "Fn::Equals": ["a", "b"] } },
    metadata: { Rules: "<&>" },
    outputs: {
      TableName: { Value: { Ref: "Table" }, Description: "Where <things> & others are" },
      There: { Value: { "Fn::Join": ["<&>", ["a", { Ref: "Table" }]] }, Condition: "Yes" },
      NotThere: { Value: { Ref: "Missing" }, Condition: "No" },
    },
  });
  stacks = new CloudFormationClient(clientOf(laptop));
});

afterAll(() => laptop.stop());

function tableOf(key: string) {
  return {
    BillingMode: "PAY_PER_REQUEST",
    AttributeDefinitions: [{ AttributeName: key, AttributeType: "S" }],
    KeySchema: [{ AttributeName: key, KeyType: "HASH" }],
  };
}

test("finds the stack by its name, with the outputs whose conditions hold", async () => {
  const name = "pr-comment-automation-test";
  const { Stacks } = await stacks.send(new DescribeStacksCommand({ StackName: name }));
  expect(Stacks).toEqual([
    expect.objectContaining({
      ...{ StackName: name, StackStatus: "CREATE_COMPLETE", CreationTime: expect.any(Date) },
      Outputs: [
        {
          ...{ OutputKey: "TableName", OutputValue: `${name}-Table` },
          Description: "Where <things> & others are",
        },
        { OutputKey: "There", OutputValue: `a<&>${name}-Table` },
      ],
    }),
  ]);
});

test("returns the metadata of the deployed template", async () => {
  const name = "pr-comment-automation-test";
  const { TemplateBody = "" } = await stacks.send(new GetTemplateCommand({ StackName: name }));
  expect(JSON.parse(TemplateBody)).toMatchObject({ Metadata: { Rules: "<&>" } });
  await expect(stacks.send(new GetTemplateCommand({ StackName: "another" }))).rejects.toThrow(
    "Stack with id another does not exist",
  );
});

test("refuses another stack with CloudFormation's own message", async () => {
  await expect(stacks.send(new DescribeStacksCommand({ StackName: "other" }))).rejects.toMatchObject({
    name: "ValidationError",
    message: "Stack with id other does not exist",
  });
});

test("refuses an unsupported operation by its name", async () => {
  await expect(stacks.send(new ListStacksCommand())).rejects.toMatchObject({
    name: "InvalidAction",
    message: "ListStacks is not part of this emulator",
  });
});

test("does not start with an output that it cannot resolve", async () => {
  const outputs = { Wrong: { Value: { Ref: "Missing" } } };
  await expect(startLaptop({ outputs })).rejects.toThrow('no resource "Missing"');
});

test("the caller is the user who runs the laptop", async () => {
  const { Account, Arn } = await new STSClient(clientOf(laptop)).send(new GetCallerIdentityCommand({}));
  expect({ Account, Arn }).toEqual({
    Account: "000000000000",
    Arn: `arn:aws:iam::000000000000:user/${userInfo().username}`,
  });
});

test("any role can be assumed, for as long as the caller asks", async () => {
  const role = {
    RoleArn: "arn:aws:iam::123456789012:role/invoke-legacy",
    RoleSessionName: "a",
    DurationSeconds: 900,
  };
  const { Credentials } = await new STSClient(clientOf(laptop)).send(new AssumeRoleCommand(role));
  const seconds = ((Credentials?.Expiration?.getTime() ?? 0) - Date.now()) / 1_000;

  expect(Credentials?.AccessKeyId).toBe("local");
  expect(seconds).toBeGreaterThan(890);
  expect(seconds).toBeLessThanOrEqual(900);
});
