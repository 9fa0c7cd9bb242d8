import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { createTemplate, type TemplateResource } from "../../../../local/aws/template/template.ts";

/** Placeholders of Fn::Sub, written `#{...}` because JavaScript would replace `${...}`. */
const sub = (text: string) => text.replaceAll("#{", "$".concat("{"));

const resources: Record<string, TemplateResource> = {
  Jobs: { Type: "AWS::DynamoDB::Table" },
  Named: {
    Type: "AWS::DynamoDB::Table",
    Properties: { TableName: { "Fn::Sub": sub("#{AWS::StackName}-jobs") } },
  },
  Queue: { Type: "AWS::SQS::Queue" },
  Payloads: { Type: "AWS::S3::Bucket" },
  Secret: { Type: "AWS::SecretsManager::Secret", Properties: { Name: "github" } },
  Machine: { Type: "AWS::StepFunctions::StateMachine" },
  Dispatch: { Type: "AWS::Lambda::Function" },
  Topic: { Type: "AWS::SNS::Topic" },
  Other: { Type: "AWS::WAFv2::WebACL" },
  OnlyProd: { Type: "AWS::SQS::Queue", Condition: "IsProd" },
  Circular: { Type: "AWS::S3::Bucket", Properties: { BucketName: { Ref: "Circular" } } },
};

const template = createTemplate({
  stackName: "app-test",
  place: {
    region: "eu-central-1",
    accountId: "000000000000",
    queueEndpoint: "http://127.0.0.1:9",
    httpEndpoint: "http://127.0.0.1:8",
  },
  resources,
  names: { Dispatch: "app-test-dispatch", Machine: "employee-task" },
  parameters: { Stage: "test", Prefix: { "Fn::Join": ["/", ["a", "b"]] } },
  conditions: {
    IsProd: { "Fn::Equals": [{ Ref: "Stage" }, "prod"] },
    IsTest: { "Fn::Not": [{ Condition: "IsProd" }] },
    Both: { "Fn::And": [{ Condition: "IsTest" }, { Condition: "IsProd" }] },
    Either: { "Fn::Or": [{ Condition: "IsTest" }, { Condition: "IsProd" }] },
  },
});

describe("intrinsics", () => {
  test.each([
    ["a table's name", { Ref: "Jobs" }, "app-test-Jobs"],
    ["a fixed name", { Ref: "Named" }, "app-test-jobs"],
    [
      "a table's ARN",
      { "Fn::GetAtt": ["Jobs", "Arn"] },
      "arn:aws:dynamodb:eu-central-1:000000000000:table/app-test-Jobs",
    ],
    ["a queue's URL", { Ref: "Queue" }, "http://127.0.0.1:9/000000000000/app-test-Queue"],
    [
      "an attribute in dots",
      { "Fn::GetAtt": "Queue.Arn" },
      "arn:aws:sqs:eu-central-1:000000000000:app-test-Queue",
    ],
    ["a bucket's name", { Ref: "Payloads" }, "app-test-payloads"],
    [
      "a secret's ARN",
      { Ref: "Secret" },
      expect.stringMatching(/^arn:aws:secretsmanager:.*:secret:github-[0-9a-f]{6}$/),
    ],
    [
      "a state machine",
      { Ref: "Machine" },
      "arn:aws:states:eu-central-1:000000000000:stateMachine:employee-task",
    ],
    [
      "a function",
      { "Fn::GetAtt": ["Dispatch", "Arn"] },
      expect.stringMatching(/:function:app-test-dispatch$/),
    ],
    ["a topic's ARN", { Ref: "Topic" }, "arn:aws:sns:eu-central-1:000000000000:app-test-Topic"],
    ["another resource's name", { Ref: "Other" }, "app-test-Other"],
    ["a pseudo parameter", { Ref: "AWS::Region" }, "eu-central-1"],
    ["a parameter", { Ref: "Prefix" }, "a/b"],
    [
      "Fn::Sub",
      { "Fn::Sub": sub("#{AWS::Partition}:#{Jobs}:#{Queue.Arn}:#{!Kept}") },
      sub("aws:app-test-Jobs:arn:aws:sqs:eu-central-1:000000000000:app-test-Queue:#{Kept}"),
    ],
    [
      "Fn::Sub with variables",
      { "Fn::Sub": [sub("#{Table}-#{AWS::StackName}"), { Table: { Ref: "Jobs" } }] },
      "app-test-Jobs-app-test",
    ],
    ["Fn::Join", { "Fn::Join": ["-", ["x", { Ref: "AWS::AccountId" }]] }, "x-000000000000"],
    ["Fn::Select of Fn::Split", { "Fn::Select": [1, { "Fn::Split": ["-", { Ref: "Jobs" }] }] }, "test"],
    ["Fn::If", { "Fn::If": ["IsProd", "yes", { Ref: "Jobs" }] }, "app-test-Jobs"],
    ["Fn::And and Fn::Or", [{ "Fn::If": ["Both", 1, 2] }, { "Fn::If": ["Either", 1, 2] }], [2, 1]],
    ["AWS::NoValue", { keep: 1, drop: { "Fn::If": ["IsProd", 1, { Ref: "AWS::NoValue" }] } }, { keep: 1 }],
    ["AWS::NoValue in a list", [1, { Ref: "AWS::NoValue" }], [1]],
    ["nested values", { a: [{ b: { Ref: "Stage" } }] }, { a: [{ b: "test" }] }],
  ])("resolves %s", (_name, value, expected) => {
    expect(template.resolve(value)).toEqual(expected);
  });

  test.each([
    [{ Ref: "Missing" }, 'no resource "Missing"'],
    [{ "Fn::GetAtt": ["Jobs", "StreamArn"] }, 'Resource "Jobs" has no attribute "StreamArn"'],
    [{ "Fn::Sub": sub("#{Nope.Arn}") }, 'no resource "Nope"'],
    [{ "Fn::If": ["Unknown", 1, 2] }, 'no condition "Unknown"'],
    [{ "Fn::ImportValue": "x" }, "Fn::ImportValue is not supported"],
    [{ Ref: "Circular" }, '"Circular" refers to itself'],
  ])("names what is wrong with %j", (value, message) => {
    expect(() => template.resolve(value)).toThrow(message);
  });

  test("does not change values without intrinsics", () => {
    const plain = fc.jsonValue().filter((value) => !/"(Ref|Fn::|__proto__)/.test(JSON.stringify(value)));
    fc.assert(
      fc.property(plain, (value) => {
        expect(template.resolve(value)).toEqual(value);
      }),
    );
  });

  test("Fn::Split undoes Fn::Join", () => {
    const words = fc.array(
      fc.string().filter((word) => !word.includes("|")),
      { minLength: 1 },
    );
    fc.assert(
      fc.property(words, (parts) => {
        expect(template.resolve({ "Fn::Split": ["|", { "Fn::Join": ["|", parts] }] })).toEqual(parts);
      }),
    );
  });

  test("leaves out resources whose condition does not hold", () => {
    expect(template.ofType("AWS::SQS::Queue").map(({ logicalId }) => logicalId)).toEqual(["Queue"]);
  });
});
