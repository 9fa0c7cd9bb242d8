import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { type AwsAccount, startAwsAccount } from "../fakes/aws-account/account.ts";
import { type HostOptions, loadPlugin, stackName } from "../fakes/aws-account/plugin-host.ts";
import { packageService } from "./packaging/package-service.ts";
import { ofType, type Template } from "./packaging/template.ts";

const templates = new Map((await packageService()).map(({ stage, template }) => [stage, template]));
const templateOf = (stage: "dev" | "prod") => templates.get(stage) as Template;

let account: AwsAccount;
beforeEach(async () => {
  account = await startAwsAccount();
});
afterEach(() => account.stop());

const guard = async (stage: "dev" | "prod", options: object) => {
  const custom = { stageGuard: { account: "any", auditLockDays: 400, rolloutMode: "active", ...options } };
  const { run } = await loadPlugin("stage-guard.mjs", account, { template: templateOf(stage), custom });
  return run("before:deploy:deploy");
};

/** A stack with these resources of a packaged template. */
function deployed(stage: "dev" | "prod", ids: string[], outputs: string[]) {
  const resources = Object.fromEntries(ids.map((id) => [id, id.toLowerCase()]));
  account.stacks.set(stackName, { template: templateOf(stage), resources, outputs });
}

describe("a first deployment", () => {
  test("of prod requires a switch for a lock that cannot be removed", async () => {
    await expect(guard("prod", {})).rejects.toThrow(
      /COMPLIANCE locks every log line for 400 days.*auditLockMode=GOVERNANCE.*lockFromTheStart=yes/,
    );
    expect(account.changes).toEqual([]);
    await expect(guard("prod", { lockFromTheStart: "yes" })).resolves.toBeUndefined();
  });

  test("of prod requires it too after a first deployment that was rolled back", async () => {
    deployed("prod", ["ServerlessDeploymentBucket"], []);

    await expect(guard("prod", { rolloutMode: "shadow" })).rejects.toThrow(
      /^This deployment creates the audit bucket/,
    );
  });

  test("of dev does not require it: its lock can be removed", async () => {
    await expect(guard("dev", {})).resolves.toBeUndefined();
  });

  test("is the only deployment that requires it", async () => {
    deployed("prod", ["AuditBucket", "IdempotencyTable"], ["RolloutMode"]);

    await expect(guard("prod", { rolloutMode: "shadow" })).resolves.toBeUndefined();
  });

  test("that fails leaves nothing behind: retained resources are deleted if their creation fails", () => {
    const kept = Object.entries(templateOf("prod").Resources).filter(
      ([, { DeletionPolicy = "Delete" }]) => DeletionPolicy !== "Delete",
    );

    expect(new Set(kept.map(([, { Type }]) => Type))).toEqual(
      new Set([
        "AWS::DynamoDB::Table",
        "AWS::KMS::Key",
        "AWS::S3::Bucket",
        "AWS::S3::BucketPolicy",
        "AWS::SecretsManager::Secret",
      ]),
    );
    expect(kept.filter(([, { DeletionPolicy }]) => DeletionPolicy !== "RetainExceptOnCreate")).toEqual([]);
    expect(kept.filter(([, { UpdateReplacePolicy }]) => UpdateReplacePolicy !== "Retain")).toEqual([]);
  });
});

describe("an upgrade", () => {
  test("does not silently switch an answering stage to shadow", async () => {
    deployed("prod", ["AuditBucket", "IdempotencyTable"], []);

    await expect(guard("prod", { rolloutMode: "shadow" })).rejects.toThrow(/without the option rolloutMode/);
    await expect(guard("prod", { rolloutMode: "active" })).resolves.toBeUndefined();
  });
});

describe("tables", () => {
  const ids = () => ofType(templateOf("prod"), "AWS::DynamoDB::Table").map(([id]) => id);
  const protect = async (options: HostOptions) =>
    (await loadPlugin("protect-tables.mjs", account, options)).run("after:deploy:deploy");

  test("are protected after the deployment, and unprotected if the stage says so", async () => {
    deployed("prod", [...ids(), "AuditBucket"], []);

    await protect({ deletionProtection: true });
    expect(account.changes).toEqual(["UpdateTable idempotencytable", "UpdateTable jobtable"]);
    await protect({ deletionProtection: true });
    expect(account.changes).toHaveLength(2);
    await protect({ deletionProtection: false });
    expect(account.changes).toHaveLength(4);
    expect(account.protectedTables).toEqual(new Set());
  });
});
