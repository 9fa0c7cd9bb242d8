import { describe, expect, test } from "@jest/globals";
import { packageService } from "./packaging/package-service.ts";
import { at, functionsOf, ofType, resource } from "./packaging/template.ts";

const packages = await packageService();
const days = 86_400;

describe.each(packages)("storage of $stage", ({ stage, template }) => {
  const kept = stage === "prod" ? "Retain" : "Delete";

  test.each(["IdempotencyTable", "JobTable"])("%s survives mistakes and forgets in time", (id) => {
    const table = resource(template, id);

    expect(table).toMatchObject({
      DeletionPolicy: kept,
      UpdateReplacePolicy: kept,
      Properties: {
        BillingMode: "PAY_PER_REQUEST",
        PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
        SSESpecification: { SSEEnabled: true },
        TimeToLiveSpecification: { AttributeName: "expires_at", Enabled: true },
      },
    });
    expect(table.Properties).not.toHaveProperty("TableName");
  });

  test("there are no other tables, queues and secrets than these tests know", () => {
    const ids = (type: string) => ofType(template, type).map(([id]) => id);

    expect(ids("AWS::DynamoDB::Table")).toEqual(["IdempotencyTable", "JobTable"]);
    expect(ids("AWS::SQS::Queue")).toEqual(["EventQueue", "EventDeadLetterQueue"]);
    expect(ids("AWS::SecretsManager::Secret")).toEqual(["GitHubSecret", "ModelSecret"]);
  });

  test("a message comes back after its consumer is done with it, and ends in the dead letter queue", () => {
    const { Properties } = resource(template, "EventQueue");
    const dispatcher = functionsOf(template).find(({ key }) => key === "dispatchEvent");

    expect(dispatcher).toBeDefined();
    expect(Properties.VisibilityTimeout).toBeGreaterThanOrEqual(6 * (dispatcher?.timeout ?? Infinity));
    expect(at(Properties, "RedrivePolicy", "deadLetterTargetArn")).toEqual({
      "Fn::GetAtt": ["EventDeadLetterQueue", "Arn"],
    });
    expect(at(Properties, "RedrivePolicy", "maxReceiveCount")).toBeGreaterThanOrEqual(5);
  });

  test("dead letters wait as long as the queue can hold them", () => {
    const { Properties } = resource(template, "EventDeadLetterQueue");

    expect(Properties.MessageRetentionPeriod).toBe(14 * days);
    // A letter's age counts from its first queue, so it must not have been there for as long.
    expect(resource(template, "EventQueue").Properties.MessageRetentionPeriod).toBeLessThanOrEqual(4 * days);
  });

  test("queues are encrypted", () => {
    for (const [, { Properties }] of ofType(template, "AWS::SQS::Queue")) {
      expect(Properties.SqsManagedSseEnabled).toBe(true);
    }
  });

  test("the dispatcher reports which messages of a batch failed, and cannot take all of the account", () => {
    const mappings = ofType(template, "AWS::Lambda::EventSourceMapping");

    expect(mappings).toHaveLength(1);
    expect(mappings[0]?.[1].Properties).toMatchObject({
      EventSourceArn: { "Fn::GetAtt": ["EventQueue", "Arn"] },
      FunctionName: { "Fn::GetAtt": ["DispatchEventLambdaFunction", "Arn"] },
      BatchSize: 10,
      FunctionResponseTypes: ["ReportBatchItemFailures"],
      ScalingConfig: { MaximumConcurrency: 10 },
    });
  });

  test.each(["PayloadBucket", "ServerlessDeploymentBucket"])("%s is encrypted and private", (id) => {
    expect(resource(template, id).Properties).toMatchObject({
      BucketEncryption: {
        ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: "AES256" } }],
      },
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      },
    });
  });

  test.each(["PayloadBucket", "ServerlessDeploymentBucket"])("%s is reached over TLS only", (id) => {
    const policy = resource(template, `${id}Policy`).Properties;
    const statement = at(policy, "PolicyDocument", "Statement", 0);

    expect(policy.Bucket).toEqual({ Ref: id });
    expect(statement).toMatchObject({ Effect: "Deny", Principal: "*", Action: "s3:*" });
    expect(String(at(statement, "Condition", "Bool", "aws:SecureTransport"))).toBe("false");
    expect(at(statement, "Resource")).toHaveLength(2);
  });

  test("payloads are kept with the tables and expire", () => {
    const bucket = resource(template, "PayloadBucket");

    expect(bucket).toMatchObject({ DeletionPolicy: kept, UpdateReplacePolicy: kept });
    expect(at(bucket.Properties, "LifecycleConfiguration", "Rules", 0)).toMatchObject({
      Status: "Enabled",
      ExpirationInDays: 90,
    });
  });

  test("secrets are made without their values", () => {
    const [github, model] = ["GitHubSecret", "ModelSecret"].map((id) => resource(template, id));

    expect(github).toMatchObject({ DeletionPolicy: kept, UpdateReplacePolicy: kept });
    expect(github?.Properties).not.toHaveProperty("SecretString");
    expect(at(github, "Properties", "GenerateSecretString")).toMatchObject({
      SecretStringTemplate: '{"app_id": 0, "private_key": ""}',
      GenerateStringKey: "webhook_secret",
    });
    expect(model).toMatchObject({
      DeletionPolicy: kept,
      UpdateReplacePolicy: kept,
      Properties: { SecretString: "{}" },
    });
  });
});
