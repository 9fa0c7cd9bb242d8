import { expect, test } from "@jest/globals";
import { sourceResources } from "./source-resources.ts";

interface Statement {
  Sid?: string;
  Action: string | string[];
  Resource: string | string[];
  Condition?: { StringEquals: Record<string, string> };
}

interface Policy {
  PolicyDocument: { Statement: (Statement | [condition: string, Statement, string])[] };
}

interface Compared {
  AuditBucket: {
    DeletionPolicy: string;
    UpdateReplacePolicy: string;
    Properties: {
      ObjectLockConfiguration: { Rule: { DefaultRetention: { Mode: string; Days: string } } };
      BucketEncryption: object;
    };
  };
  AuditBucketPolicy: { DeletionPolicy: string; Properties: Policy };
  AuditTrail: {
    DependsOn: string;
    Properties: {
      TrailName: string;
      S3KeyPrefix: string;
      EnableLogFileValidation: boolean;
      AdvancedEventSelectors: { FieldSelectors: { Field: string; Equals?: string[] }[] }[];
    };
  };
}

type Delivery = Record<
  string,
  { Properties: { ExtendedS3DestinationConfiguration: Record<string, string>; Policies: Policy[] } }
>;

const resources = sourceResources<Compared>("audit.yml", "trail.yml");
const deliveries = sourceResources<Delivery>("audit.yml", "analytics.yml");

/** Statements, with those under a condition, which are lists that start with its name. */
const statements = ({ PolicyDocument }: Policy): Statement[] =>
  PolicyDocument.Statement.map((one) => (Array.isArray(one) ? one[1] : one));

test("the bucket and its protection are retained in every stage", () => {
  const { AuditBucket, AuditBucketPolicy } = resources;
  // A failed first deployment leaves only the written objects, which the lock retains.
  expect(AuditBucket).toMatchObject({
    DeletionPolicy: "RetainExceptOnCreate",
    UpdateReplacePolicy: "Retain",
  });
  expect(AuditBucketPolicy.DeletionPolicy).toBe("RetainExceptOnCreate");
});

test("every object is locked with the stage's retention, and depends on no key that could be deleted", () => {
  const { ObjectLockConfiguration, BucketEncryption } = resources.AuditBucket.Properties;
  const { Mode, Days } = ObjectLockConfiguration.Rule.DefaultRetention;
  expect(Mode).toContain("param:auditLockMode");
  expect(Days).toContain("param:auditLockDays");
  expect(JSON.stringify(BucketEncryption)).not.toContain("kms");
});

test("the trail may write below its prefix, and only that trail", () => {
  const { TrailName, S3KeyPrefix } = resources.AuditTrail.Properties;
  const trail = statements(resources.AuditBucketPolicy.Properties).filter(({ Sid }) =>
    Sid?.startsWith("Trail"),
  );
  const [asks, writes] = trail;

  expect(trail.map(({ Action }) => Action)).toEqual(["s3:GetBucketAcl", "s3:PutObject"]);
  for (const one of [asks, writes]) {
    const source = one?.Condition?.StringEquals["aws:SourceArn"] ?? "";
    expect(source.endsWith(`:trail/${TrailName}`)).toBe(true);
  }
  expect(String(writes?.Resource)).toContain(`.Arn}/${S3KeyPrefix}/AWSLogs/`);
  expect(resources.AuditTrail.DependsOn).toBe("AuditBucketPolicy");
});

test("the trail records the items of the two tables only, and can be validated", () => {
  const { AdvancedEventSelectors, EnableLogFileValidation } = resources.AuditTrail.Properties;
  const data = AdvancedEventSelectors.filter(({ FieldSelectors }) =>
    FieldSelectors.some(({ Field, Equals }) => Field === "eventCategory" && Equals?.includes("Data")),
  );
  expect(data.flatMap(({ FieldSelectors }) => FieldSelectors)).toContainEqual({
    Field: "resources.ARN",
    Equals: ["JobTable.Arn", "IdempotencyTable.Arn"],
  });
  expect(data).toHaveLength(1);
  expect(EnableLogFileValidation).toBe(true);
});

test.each([
  ["AuditStream", "AuditDeliveryRole"],
  ["JobHistoryStream", "JobHistoryDeliveryRole"],
])("%s may write below its prefixes and nowhere else", (stream, role) => {
  const { Prefix, ErrorOutputPrefix } =
    deliveries[stream]?.Properties.ExtendedS3DestinationConfiguration ?? {};
  const folders = [Prefix, ErrorOutputPrefix].map((prefix) => `.Arn}/${prefix?.split("/")[0]}/*`);
  const writes = (deliveries[role]?.Properties.Policies ?? [])
    .flatMap(statements)
    .filter(({ Action }) => Action.includes("s3:PutObject"))
    .flatMap(({ Resource }) => Resource);

  expect(writes).toHaveLength(2);
  for (const [index, folder] of folders.entries()) expect(writes[index]?.endsWith(folder)).toBe(true);
});
