import { describe, expect, test } from "@jest/globals";
import { packageService } from "./packaging/package-service.ts";
import { at, ofType, resource } from "./packaging/template.ts";

const packages = await packageService();

describe.each(packages)("storage of $stage", ({ stage, template }) => {
  const isProd = stage === "prod";
  const kept = {
    // A failed first deployment deletes it; an UpdateReplacePolicy has no such value.
    DeletionPolicy: isProd ? "RetainExceptOnCreate" : "Delete",
    UpdateReplacePolicy: isProd ? "Retain" : "Delete",
  };

  test("has exactly the tables and secrets that these tests know", () => {
    const ids = (type: string) => ofType(template, type).map(([id]) => id);

    expect(ids("AWS::DynamoDB::Table")).toEqual(["IdempotencyTable", "JobTable"]);
    expect(ids("AWS::SecretsManager::Secret")).toEqual(["OriginSecret", "GitHubSecret", "ModelSecret"]);
  });

  test.each(["IdempotencyTable", "JobTable"])("%s survives mistakes and expires items", (id) => {
    const table = resource(template, id);

    expect(table).toMatchObject({
      ...kept,
      Properties: {
        BillingMode: "PAY_PER_REQUEST",
        PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
        TimeToLiveSpecification: { AttributeName: "expires_at", Enabled: true },
      },
    });
    expect(table.Properties).not.toHaveProperty("TableName");
    // Protected after the deployment: before, it would keep a failed first deployment from being rolled back.
    expect(table.Properties).not.toHaveProperty("DeletionProtectionEnabled");
  });

  test("the job table's stream has each item before and after, and each transition once", () => {
    const [, mapping] =
      ofType(template, "AWS::Lambda::EventSourceMapping").find(
        ([, { Properties }]) => at(Properties.EventSourceArn, "Fn::GetAtt", 1) === "StreamArn",
      ) ?? [];

    expect(resource(template, "JobTable").Properties.StreamSpecification).toEqual({
      StreamViewType: "NEW_AND_OLD_IMAGES",
    });
    expect(mapping?.Properties).toMatchObject({
      EventSourceArn: { "Fn::GetAtt": ["JobTable", "StreamArn"] },
      FunctionName: { "Fn::GetAtt": ["ExportJobHistoryLambdaFunction", "Arn"] },
      // It starts with the records from before the mapping existed.
      StartingPosition: "TRIM_HORIZON",
    });
    expect(JSON.parse(String(at(mapping?.Properties, "FilterCriteria", "Filters", 0, "Pattern")))).toEqual({
      eventName: ["INSERT", "MODIFY"],
      dynamodb: { Keys: { item: { S: ["JOB"] } } },
    });
  });

  test("secrets start without a written-down value, with properties that never change", () => {
    const [github, model, origin] = ["GitHubSecret", "ModelSecret", "OriginSecret"].map((id) =>
      resource(template, id),
    );

    // The whole property, key by key: AWS takes any change as a request for a new version, which overwrites
    // the App's id, key and webhook secret. The same applies to the two others.
    expect(github?.Properties.GenerateSecretString).toEqual({
      SecretStringTemplate: '{"app_id": 0, "private_key": ""}',
      GenerateStringKey: "webhook_secret",
      PasswordLength: 48,
      ExcludePunctuation: true,
    });
    expect(origin?.Properties.GenerateSecretString).toEqual({ PasswordLength: 64, ExcludePunctuation: true });
    expect(model?.Properties.SecretString).toBe("{}");
    expect(github).toMatchObject(kept);
    expect(model).toMatchObject(kept);
    expect(github?.Properties).not.toHaveProperty("SecretString");
    expect(origin?.Properties).not.toHaveProperty("SecretString");
  });

  test("secrets are changed by their functions, never by a deployment", () => {
    const rotations = ofType(template, "AWS::SecretsManager::RotationSchedule").map(([, { Properties }]) => [
      at(Properties.SecretId, "Ref"),
      at(Properties.RotationLambdaARN, "Fn::GetAtt", 0),
      Properties.RotateImmediatelyOnUpdate,
    ]);

    expect(rotations).toEqual([
      ["OriginSecret", "RotateOriginSecretLambdaFunction", false],
      ["GitHubSecret", "RotateWebhookSecretLambdaFunction", false],
    ]);
    expect(template.Parameters.WebhookRotationDays?.Default).toBe(isProd ? 30 : 0);
  });
});
