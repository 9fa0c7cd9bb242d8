import { describe, expect, test } from "@jest/globals";
import { retentionDays } from "../../core/retention.ts";
import { deploy } from "./packaging/deployment.ts";
import { packageService } from "./packaging/package-service.ts";
import { at, type Json, ofType, resource } from "./packaging/template.ts";

const packages = await packageService();

/** Days after which objects below a prefix are deleted. */
const lifetimes: Record<string, Record<string, number>> = {
  EdgeLogBucket: { "": 30 },
  PayloadBucket: { "": retentionDays.payloads },
  AuditBucket: { "": 1 },
  // Athena's results are kept for a week.
  JobHistoryBucket: { "history/": retentionDays.history, "errors/": 90, "results/": 7 },
};
/** Retained, except by a failed first deployment. */
const kept = { DeletionPolicy: "RetainExceptOnCreate", UpdateReplacePolicy: "Retain" };
const inProd: typeof lifetimes = { EdgeLogBucket: { "": 365 }, AuditBucket: { "": 400 } };

describe.each(packages)("buckets of $stage", ({ stage, template }) => {
  const buckets = ofType(template, "AWS::S3::Bucket").map(([id, bucket]) => ({ id, bucket }));
  // The framework creates one for its packages, which it cleans up itself.
  const own = buckets.filter(({ id }) => id !== "ServerlessDeploymentBucket");

  test("are those that these tests know", () => {
    expect(own.map(({ id }) => id)).toEqual(Object.keys(lifetimes));
    expect(buckets).toHaveLength(own.length + 1);
  });

  test.each(buckets)("$id is closed to the public", ({ bucket }) => {
    expect(bucket.Properties).toMatchObject({
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      },
    });
  });

  test.each(buckets)("$id is reachable over TLS only", ({ id, bucket }) => {
    const policies = ofType(template, "AWS::S3::BucketPolicy").filter(
      ([, { Properties }]) => at(Properties.Bucket, "Ref") === id,
    );
    const [, policy] = policies[0] ?? [];
    const statement = at(policy?.Properties, "PolicyDocument", "Statement", 0);

    expect(policies).toHaveLength(1);
    expect(policy?.Condition).toBe(bucket.Condition);
    expect(statement).toMatchObject({ Effect: "Deny", Principal: "*", Action: "s3:*" });
    expect(String(at(statement, "Condition", "Bool", "aws:SecureTransport"))).toBe("false");
    expect(at(statement, "Resource")).toHaveLength(2);
  });

  test.each(own)("$id owns its objects, even those that a service writes", ({ id, bucket }) => {
    expect(at(bucket.Properties, "OwnershipControls", "Rules")).toEqual([
      // CloudFront's log delivery writes with an ACL; the bucket's owner still owns the objects.
      { ObjectOwnership: id === "EdgeLogBucket" ? "BucketOwnerPreferred" : "BucketOwnerEnforced" },
    ]);
  });

  test.each(own)("$id deletes objects after their time, and unfinished uploads soon", ({ id, bucket }) => {
    const rules = at(bucket.Properties, "LifecycleConfiguration", "Rules") as Json[];
    const expiring = rules.filter((rule) => at(rule, "ExpirationInDays") !== undefined);
    const days = expiring.map((rule) => [at(rule, "Prefix") ?? "", Number(at(rule, "ExpirationInDays"))]);
    const known = (stage === "prod" && inProd[id]) || lifetimes[id];

    expect(Object.fromEntries(days)).toEqual(known);
    expect(rules.map((rule) => at(rule, "Status"))).toEqual(rules.map(() => "Enabled"));
    expect(rules).toContainEqual(
      expect.objectContaining({ AbortIncompleteMultipartUpload: { DaysAfterInitiation: 1 } }),
    );
  });

  test.each(own)("$id is retained as the stage requires", ({ id, bucket }) => {
    // The audit bucket is retained in every stage.
    const isKept = id === "AuditBucket" || stage === "prod";

    expect(bucket).toMatchObject(isKept ? kept : { DeletionPolicy: "Delete", UpdateReplacePolicy: "Delete" });
  });

  // CloudFormation would delete it long before the bucket, and with it the denial that keeps late objects
  // out.
  test.each(own)("$id keeps its policy until it is deleted itself", ({ id }) => {
    expect(resource(template, `${id}Policy`)).toMatchObject(kept);
  });

  test("AuditBucket lets no principal change its objects before their time", () => {
    expect(resource(template, "AuditBucket").Properties).toMatchObject({
      ObjectLockEnabled: true,
      ObjectLockConfiguration: {
        ObjectLockEnabled: "Enabled",
        Rule: {
          DefaultRetention:
            stage === "prod" ? { Mode: "COMPLIANCE", Days: 400 } : { Mode: "GOVERNANCE", Days: 1 },
        },
      },
      VersioningConfiguration: { Status: "Enabled" },
    });
  });

  test("AuditBucket can be written by the trail only if there is one", () => {
    const statements = (Trail: string) =>
      at(
        deploy(template, { Audit: "yes", Trail }).properties("AuditBucketPolicy"),
        "PolicyDocument",
        "Statement",
      );

    expect(statements("no")).toHaveLength(1);
    expect(statements("yes")).toEqual([
      expect.objectContaining({ Effect: "Deny" }),
      expect.objectContaining({ Action: "s3:GetBucketAcl", Resource: "{AuditBucket.Arn}" }),
      expect.objectContaining({
        Action: "s3:PutObject",
        Resource: "{AuditBucket.Arn}/trail/AWSLogs/{AccountId}/*",
      }),
    ]);
  });
});
