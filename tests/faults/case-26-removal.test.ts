import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { type AwsAccount, type DeployedStack, startAwsAccount } from "../fakes/aws-account/account.ts";
import { type HostOptions, loadPlugin, stackName } from "../fakes/aws-account/plugin-host.ts";

let account: AwsAccount;
beforeEach(async () => {
  account = await startAwsAccount();
});
afterEach(() => account.stop());

const bucket = (DeletionPolicy?: string) => ({
  Type: "AWS::S3::Bucket",
  ...(DeletionPolicy && { DeletionPolicy }),
});
const buckets = {
  PayloadBucket: bucket("Delete"),
  EdgeLogBucket: bucket(),
  JobHistoryBucket: bucket("Delete"),
  AuditBucket: bucket("RetainExceptOnCreate"),
};

/** 153 resources, the buckets last: on the second page of a list. */
function aStack(change: Partial<DeployedStack> = {}): DeployedStack {
  const Resources: DeployedStack["template"]["Resources"] = { JobTable: { Type: "AWS::DynamoDB::Table" } };
  for (let n = 0; n < 148; n++) Resources[`Alarm${n}`] = { Type: "AWS::CloudWatch::Alarm" };
  Object.assign(Resources, buckets);
  const resources = Object.fromEntries(Object.keys(Resources).map((id) => [id, id.toLowerCase()]));
  for (const id of Object.keys(buckets)) account.buckets.make(id.toLowerCase(), manyKeys);
  return { template: { Resources }, resources, outputs: ["RolloutMode"], ...change };
}
const manyKeys = Array.from({ length: 2100 }, (_, n) => `logs/${n}`);
const held = () =>
  Object.keys(buckets).map((id) => [id, account.buckets.keys(id.toLowerCase()).length] as const);
const full = Object.keys(buckets).map((id) => [id, manyKeys.length] as const);

const emptyBuckets = (options?: HostOptions) => loadPlugin("empty-buckets.mjs", account, options);

describe("case 26: sls remove", () => {
  test("empties every bucket of 153 resources except the retained one, which it names", async () => {
    account.stacks.set(stackName, aStack());
    const { run, lines } = await emptyBuckets();

    await run("before:remove:remove");

    expect(held()).toEqual([
      ["PayloadBucket", 0],
      ["EdgeLogBucket", 0],
      ["JobHistoryBucket", 0],
      ["AuditBucket", manyKeys.length],
    ]);
    expect(lines).toContain("Kept with its objects: AuditBucket (auditbucket)");
  });

  test("refuses the late objects of CloudFront and Firehose until the bucket is deleted", async () => {
    account.stacks.set(stackName, aStack());
    const { run } = await emptyBuckets();
    expect(account.buckets.deliver("edgelogbucket", "edge/in-time.gz")).toBe(true);

    await run("before:remove:remove");

    expect(account.buckets.deliver("edgelogbucket", "edge/late.gz")).toBe(false);
    expect(account.buckets.deliver("jobhistorybucket", "history/late.gz")).toBe(false);
    expect(account.buckets.keys("edgelogbucket")).toEqual([]);
    expect(account.buckets.deliver("auditbucket", "logs/late.gz")).toBe(true);
  });

  test("changes nothing in a protected stack", async () => {
    account.stacks.set(stackName, aStack({ isProtected: true }));
    const { run } = await emptyBuckets();

    await expect(run("before:remove:remove")).rejects.toThrow(
      /is protected against removal.*Nothing was changed/,
    );
    expect(account.changes).toEqual([]);
    expect(held()).toEqual(full);
  });

  test("changes nothing if a table to be deleted is protected", async () => {
    account.stacks.set(stackName, aStack());
    account.protectedTables.add("jobtable");
    const { run } = await emptyBuckets();

    await expect(run("before:remove:remove")).rejects.toThrow(/^JobTable \(jobtable\) is protected/);
    expect(account.changes).toEqual([]);
    expect(held()).toEqual(full);
  });

  test("does nothing if there is no stack", async () => {
    const { run } = await emptyBuckets();

    await expect(run("before:remove:remove")).resolves.toBeUndefined();
  });
});

describe("an option that is switched off later", () => {
  /** The new template has the history's bucket under a condition that is now false. */
  const template = {
    Parameters: { Analytics: { Default: "no" } },
    Conditions: {
      HasAnalytics: { "Fn::Equals": [{ Ref: "Analytics" }, "yes"] },
      HasHistory: {
        "Fn::And": [{ Condition: "HasAnalytics" }, { "Fn::Not": [{ "Fn::Equals": ["a", "b"] }] }],
      },
    },
    Resources: { ...buckets, JobHistoryBucket: { ...buckets.JobHistoryBucket, Condition: "HasHistory" } },
  };

  test("stops the deployment that would delete a bucket with its objects, before any change", async () => {
    account.stacks.set(stackName, aStack());
    const { run } = await emptyBuckets({ template });

    await expect(run("before:deploy:deploy")).rejects.toThrow(
      /deletes JobHistoryBucket \(jobhistorybucket\) with all objects.*emptyBuckets=yes.*deletionPolicy: Retain/,
    );
    expect(account.changes).toEqual([]);
  });

  test("closes and empties only that bucket once the operator agrees", async () => {
    account.stacks.set(stackName, aStack());
    const { run } = await emptyBuckets({ template, custom: { emptyBuckets: { agreed: "yes" } } });

    await run("before:deploy:deploy");
    expect(account.changes).toEqual([]);
    await run("before:aws:deploy:deploy:updateStack");

    expect(held()).toEqual(full.map(([id, count]) => [id, id === "JobHistoryBucket" ? 0 : count]));
    expect(account.buckets.deliver("jobhistorybucket", "history/late.gz")).toBe(false);
    expect(account.buckets.deliver("payloadbucket", "deliveries/one")).toBe(true);
  });

  test("is undone: the bucket is writable again after a removal or an update that failed half-way", async () => {
    account.stacks.set(stackName, aStack());
    await (await emptyBuckets()).run("before:remove:remove");
    expect(account.buckets.deliver("payloadbucket", "deliveries/one")).toBe(false);
    const everything = { Resources: buckets };
    const { run, lines } = await emptyBuckets({ template: everything });

    await run("before:deploy:deploy");

    expect(account.buckets.deliver("payloadbucket", "deliveries/one")).toBe(true);
    expect(account.buckets.policy("payloadbucket")?.Statement).toEqual([]);
    expect(lines).toContain("Opened again for writing: PayloadBucket (payloadbucket)");
  });
});
