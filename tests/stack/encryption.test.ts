import { describe, expect, test } from "@jest/globals";
import { deploy, type Options } from "./packaging/deployment.ts";
import { packageService } from "./packaging/package-service.ts";
import { at, type JsonObject, ofType, resource } from "./packaging/template.ts";

const packages = await packageService();

/** Every optional part, so that every resource exists. */
const everything = { Edge: "cloudfront", Audit: "yes", Analytics: "yes" };
const ownKey = "arn:aws:kms:us-east-1:111122223333:key/1";

/** The resources that store data, and how each names its key; undefined means AWS's own. */
const keys: Record<string, (properties: JsonObject) => unknown> = {
  "AWS::DynamoDB::Table": ({ SSESpecification }) => at(SSESpecification, "KMSMasterKeyId"),
  "AWS::SQS::Queue": ({ KmsMasterKeyId }) => KmsMasterKeyId,
  "AWS::S3::Bucket": (properties) => at(encryptionOf(properties), "KMSMasterKeyID"),
  "AWS::SecretsManager::Secret": ({ KmsKeyId }) => KmsKeyId,
  "AWS::SNS::Topic": ({ KmsMasterKeyId }) => KmsMasterKeyId,
  "AWS::Athena::WorkGroup": ({ WorkGroupConfiguration }) =>
    at(WorkGroupConfiguration, "ResultConfiguration", "EncryptionConfiguration", "KmsKey"),
};

/** The resources that keep S3's own keys, and why. */
const exempt: Record<string, string> = {
  ServerlessDeploymentBucket: "holds the packages, in which there is no secret and no data",
  EdgeLogBucket: "CloudFront's log delivery would need its own right to the key",
  AuditBucket: "a principal that may delete the key could destroy locked objects",
};

describe.each(packages)("encryption of $stage", ({ template }) => {
  const keeping = Object.keys(keys).flatMap((type) => ofType(template, type).map(([id]) => ({ id, type })));
  const keyed = keeping.filter(({ id }) => !(id in exempt));

  const keysWith = (options: Options) => {
    const stack = deploy(template, { ...everything, ...options });
    return Object.fromEntries(keeping.map(({ id, type }) => [id, keys[type]?.(stack.properties(id))]));
  };

  test("applies to every resource that stores data", () => {
    expect(keyed.length).toBeGreaterThan(9);
    expect(Object.keys(exempt).filter((id) => !keeping.some((one) => one.id === id))).toEqual([]);
  });

  test.each([
    ["AWS's own keys", { Encryption: "aws", KeyArn: "" }, undefined],
    ["the stack's key", { Encryption: "key", KeyArn: "" }, "{EncryptionKey.Arn}"],
    ["the key that the stage names", { Encryption: "key", KeyArn: ownKey }, ownKey],
  ])("uses %s, the same everywhere", (_what, options, key) => {
    const expected = keeping.map(({ id }) => [id, id in exempt ? undefined : key]);

    expect(keysWith(options)).toEqual(Object.fromEntries(expected));
  });

  test.each([
    { Encryption: "aws", sse: "AES256", managed: true },
    { Encryption: "key", sse: "aws:kms", managed: undefined },
  ])("is switched on with `$Encryption`", ({ Encryption, sse, managed }) => {
    const stack = deploy(template, { ...everything, Encryption });

    for (const [id] of ofType(template, "AWS::DynamoDB::Table")) {
      expect(at(stack.properties(id), "SSESpecification", "SSEEnabled")).toBe(true);
    }
    for (const [id] of ofType(template, "AWS::SQS::Queue")) {
      expect(stack.properties(id).SqsManagedSseEnabled).toBe(managed);
    }
    for (const [id] of ofType(template, "AWS::S3::Bucket")) {
      expect([id, at(encryptionOf(stack.properties(id)), "SSEAlgorithm")]).toEqual([
        id,
        id in exempt ? "AES256" : sse,
      ]);
    }
  });

  test("with the stack's own key survives the stack, rotates yearly and serves only this account's data", () => {
    const { DeletionPolicy, Properties } = resource(template, "EncryptionKey");
    const through = at(Properties.KeyPolicy, "Statement", 1, "Condition", "StringEquals", "kms:ViaService");

    expect(DeletionPolicy).toBe(resource(template, "JobTable").DeletionPolicy);
    expect(Properties.EnableKeyRotation).toBe(true);
    expect(through).toEqual(
      ["dynamodb", "s3", "secretsmanager", "sqs"].map((service) => ({
        "Fn::Sub": `${service}.\${AWS::Region}.amazonaws.com`,
      })),
    );
  });
});

function encryptionOf({ BucketEncryption }: JsonObject): unknown {
  const rules = at(BucketEncryption, "ServerSideEncryptionConfiguration");
  return at(rules, 0, "ServerSideEncryptionByDefault");
}
