import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { projectRoot } from "./packaging/tree-copy.ts";

interface GuardModule {
  default: new (
    serverless: object,
    options: object,
    utils: object,
  ) => { hooks: Record<string, () => unknown> };
  mistakesOf(options: Record<string, string>, region: string): string[];
}

const guard = (await import(join(projectRoot, "resources/stage-guard.mjs"))) as GuardModule;

const certificate = (region: string) => `arn:aws:acm:${region}:111122223333:certificate/1`;
const webAcl = "arn:aws:wafv2:us-east-1:111122223333:global/webacl/one/1";
const fitting = {
  account: "111122223333",
  auditLockMode: "COMPLIANCE",
  auditLockDays: "400",
  githubWritesPerMinute: "80",
  githubWritesPerHour: "500",
  Edge: "cloudfront",
  Encryption: "aws",
  Audit: "yes",
  GitHubApiUrl: "https://api.github.com",
  RateLimit: "2000",
  throttlingRate: "200",
  throttlingBurst: "400",
  deletionPolicy: "Delete",
  rolloutMode: "active",
};
const enterprise = { GitHubApiUrl: "https://github.example.com/api/v3" };

describe("options of a stage", () => {
  test.each<[string, Record<string, string>, string]>([
    ["the edge at home", {}, "us-east-1"],
    ["no edge", { Edge: "none" }, "eu-central-1"],
    ["the edge elsewhere", { WebAclArn: webAcl }, "eu-central-1"],
    ["a domain", { Domain: "hooks.example.com", CertificateArn: certificate("us-east-1") }, "us-east-1"],
    [
      "a domain elsewhere",
      {
        WebAclArn: webAcl,
        Domain: "hooks.example.com",
        CertificateArn: certificate("us-east-1"),
        OriginCertificateArn: certificate("eu-central-1"),
      },
      "eu-central-1",
    ],
    ["any account", { account: "any" }, "us-east-1"],
    ["an Enterprise Server whose addresses are allowed", { ...enterprise, RateLimit: "60400" }, "us-east-1"],
    ["an Enterprise Server without an edge", { ...enterprise, Edge: "none" }, "us-east-1"],
  ])("%s is valid", (_what, options, region) => {
    expect(guard.mistakesOf({ ...fitting, ...options }, region)).toEqual([]);
  });

  test.each<[Record<string, string>, string, string]>([
    [{ account: "12" }, "us-east-1", "account"],
    [{ Edge: "cloudflare" }, "us-east-1", "edge"],
    [{ Encryption: "none" }, "us-east-1", "encryption"],
    [{ Domain: "hooks.example.com" }, "us-east-1", "certificateArn"],
    [{ Domain: "https://x/", CertificateArn: certificate("us-east-1") }, "us-east-1", "host name"],
    [{ HostedZoneId: "Z1" }, "us-east-1", "hostedZoneId"],
    [{ CertificateArn: certificate("eu-central-1") }, "us-east-1", "must be in us-east-1"],
    [{}, "eu-central-1", "webAclArn is missing"],
    [{ Edge: "none", WebAclArn: webAcl }, "us-east-1", "webAclArn needs"],
    [{ Edge: "none", GitHubAddressesOnly: "yes" }, "us-east-1", "gitHubAddressesOnly"],
    [enterprise, "us-east-1", "rateLimit must be 60400 or more"],
    [
      { ...enterprise, RateLimit: "60400", GitHubAddressesOnly: "yes" },
      "us-east-1",
      "gitHubAddressesOnly needs github.com",
    ],
    [{ KeyArn: "arn:aws:kms:us-east-1:111122223333:key/1" }, "us-east-1", "keyArn needs"],
    [{ Encryption: "key", KeyArn: "alias/mine" }, "us-east-1", "ARN of a KMS key"],
    [{ alarmEndpoint: "https://events.example.com/a-key" }, "us-east-1", "alarmEndpoint was removed"],
    [
      { AlarmEndpointSecret: "https://events.example.com/a-key" },
      "us-east-1",
      "alarmEndpointSecret is an address",
    ],
    [{ AlarmEndpointSecret: "two words" }, "us-east-1", "must be the name or the ARN"],
    [{ deletionPolicy: "Keep" }, "us-east-1", "deletionPolicy"],
    [{ rolloutMode: "canary" }, "us-east-1", "rolloutMode"],
    [{ auditLockMode: "NONE" }, "us-east-1", "auditLockMode"],
    [{ auditLockDays: "0" }, "us-east-1", "auditLockDays"],
    [{ githubWritesPerMinute: "many" }, "us-east-1", "githubWritesPerMinute"],
    [{ githubWritesPerHour: "0.5" }, "us-east-1", "githubWritesPerMinute and githubWritesPerHour"],
    [{ githubWritesPerMinute: "501" }, "us-east-1", "more than githubWritesPerHour"],
    [{ Trail: "yes", Audit: "no" }, "us-east-1", "trail needs"],
    [
      { WebAclArn: webAcl, Domain: "hooks.example.com", CertificateArn: certificate("us-east-1") },
      "eu-central-1",
      "originCertificateArn",
    ],
  ])("%j in %s is refused: %s", (options, region, part) => {
    const mistakes = guard.mistakesOf({ ...fitting, ...options }, region);

    expect(mistakes).toHaveLength(1);
    expect(mistakes[0]).toContain(part);
  });

  test("every invalid option is reported before the packaging", () => {
    const { hooks } = aGuard({ account: "12", options: { Edge: "none", Encryption: "x" } });

    expect(hooks["before:package:initialize"]).toThrow(/account is neither[\s\S]*encryption is neither/);
  });
});

describe("the account", () => {
  test.each(["deploy:deploy", "deploy:function:initialize", "rollback:rollback", "remove:remove"])(
    "stops %s for another account",
    async (step) => {
      const { hooks } = aGuard({ account: "999988887777" });

      await expect(hooks[`before:${step}`]?.()).rejects.toThrow(
        'Stage "prod" belongs to the AWS account 999988887777, but your credentials are for 111122223333',
      );
    },
  );

  test("accepts the stage's account silently", async () => {
    const { hooks, warnings } = aGuard({ account: "111122223333" });

    await hooks["before:remove:remove"]?.();

    expect(warnings).toEqual([]);
  });

  test("warns of a stage without an account", async () => {
    const { hooks, warnings } = aGuard({ account: "any" });

    await hooks["before:remove:remove"]?.();

    expect(warnings).toEqual([expect.stringContaining("has no account")]);
  });
});

/** The parts of the framework that the guard uses. */
function aGuard({ account, options = {} }: { account: string; options?: Record<string, string> }) {
  const warnings: string[] = [];
  const Parameters = Object.fromEntries(
    Object.entries({ ...fitting, ...options }).map(([name, Default]) => [name, { Default }]),
  );
  const service = {
    provider: { stage: "prod", region: "us-east-1" },
    custom: {
      stageGuard: {
        ...{ account, auditLockMode: "GOVERNANCE", auditLockDays: 1 },
        ...{ deletionPolicy: "Delete", rolloutMode: "active" },
      },
    },
    resources: { Parameters },
  };
  const serverless = {
    classes: { Error },
    service,
    getProvider: () => ({ getAccountId: async () => "111122223333" }),
  };
  const log = { warning: (text: string) => warnings.push(text) };
  return { hooks: new guard.default(serverless, {}, { log }).hooks, warnings };
}
