import { afterAll, afterEach, beforeAll, describe, expect, test } from "@jest/globals";
import { appEvents, appPermissions, compareApp } from "../../../../functions/core/github/app-requirements.ts";
import { putVersion } from "../../../../local/aws/secrets/secret-store.ts";
import { type OperatorAws, startOperatorAws } from "../../../fakes/operator-aws.ts";
import { startTestGitHub, type TestGitHub } from "../../local/github/support.ts";
import { runCli } from "./cli.ts";
import { anAppKey } from "./keys.ts";

const url = "https://hooks.example.com/webhooks/github";

interface Finding {
  check: string;
  level: string;
  detail: string;
}

let github: TestGitHub;
let aws: OperatorAws;

beforeAll(async () => {
  github = await startTestGitHub({ webhookUrl: url, app: { permissions: appPermissions } });
});

afterAll(() => github.stop());

afterEach(() => aws.stop());

async function check(secret: Record<string, unknown>, model = {}, apiUrl = github.url) {
  aws = await startOperatorAws({ github: secret, model, outputs: { GitHubApiUrl: apiUrl } });
  return look();
}

async function look() {
  const args = ["secrets", "check", "--stage", "test", "--json"];
  const { code, stdout, stderr } = await runCli(args, { env: aws.environment });
  const report = JSON.parse(stdout) as { stack: string; ok: boolean; findings: Finding[] };
  const found = (name: string) => report.findings.find((finding) => finding.check === name);
  return { code, stderr, report, found, text: stdout + stderr };
}

const complete = () => ({
  webhook_secret: "whs_verysecret",
  app_id: github.appId,
  private_key: github.privateKey,
});

test("a stack that is set up passes, and no secret is shown", async () => {
  const { code, report, found, text } = await check(complete(), { anthropic_api_key: "sk-verysecret" });
  expect(code).toBe(0);
  expect(report).toMatchObject({ stack: "pr-comment-automation-test", ok: true });
  expect(found("app")?.detail).toContain(github.appSlug);
  expect(found("webhook url")).toMatchObject({ level: "ok", detail: url });
  expect(found("permissions and events")?.level).toBe("ok");
  expect(found("private_key")?.detail).toMatch(/^SHA256:[A-Za-z0-9+/]{43}=$/);
  expect(found("model anthropic")?.level).toBe("ok");
  expect(found("model openai-compatible")?.level).toBe("warning");
  expect(text).not.toMatch(/verysecret|PRIVATE KEY/);
});

test("a new stack is told what is missing", async () => {
  const { code, report, found, stderr } = await check({ webhook_secret: "x", app_id: 0, private_key: "" });
  expect(code).toBe(1);
  expect(report.ok).toBe(false);
  expect(found("webhook_secret")?.level).toBe("ok");
  expect(found("app_id")?.level).toBe("failed");
  expect(found("private_key")?.detail).toContain("secrets set --private-key-file");
  expect(stderr).toContain("2 of 5 checks failed.");
});

test("a key that is not the App's is found out", async () => {
  const { code, found } = await check({ ...complete(), private_key: anAppKey() });
  expect(code).toBe(1);
  expect(found("app")).toMatchObject({
    level: "failed",
    detail: expect.stringContaining("refused the App's private key"),
  });
});

test("a webhook that goes elsewhere is found out", async () => {
  const elsewhere = await startTestGitHub({
    webhookUrl: "https://old.example.com/",
    app: { permissions: appPermissions },
  });
  try {
    const secret = { ...complete(), app_id: elsewhere.appId, private_key: elsewhere.privateKey };
    const { code, found } = await check(secret, {}, elsewhere.url);
    expect(code).toBe(1);
    expect(found("webhook url")?.detail).toContain("https://old.example.com/");
  } finally {
    await elsewhere.stop();
  }
});

test("an App that may too little or too much is found out", async () => {
  const other = await startTestGitHub({
    webhookUrl: url,
    app: { permissions: { contents: "write", issues: "write", metadata: "read" } },
  });
  try {
    const { code, found } = await check({ ...complete(), private_key: other.privateKey }, {}, other.url);
    expect(code).toBe(1);
    expect(found("permissions and events")?.detail).toBe("missing: permission pull_requests: write");
    expect(found("surplus")).toMatchObject({
      level: "warning",
      detail: "not needed: permission contents: write",
    });
  } finally {
    await other.stop();
  }
});

test("a rotation that is stuck is shown", async () => {
  aws = await startOperatorAws({ github: complete(), outputs: { GitHubApiUrl: github.url } });
  putVersion(aws.secret("github"), "stuck", JSON.stringify(complete()), ["AWSPENDING"]);
  const { code, found } = await look();
  expect(code).toBe(0);
  expect(found("rotation")?.detail).toContain("secrets rotate");
});

test("people get lines to read", async () => {
  aws = await startOperatorAws({ github: complete() });
  const args = ["secrets", "check", "--stage", "test", "--github-api-url", github.url];
  const { code, stdout } = await runCli(args, { env: aws.environment });
  expect(code).toBe(0);
  expect(stdout).toMatch(/^ok {3}webhook_secret +set$/m);
  expect(stdout).toMatch(/^warn model anthropic +not set up/m);
});

describe("what the App has to be allowed", () => {
  const exact = { permissions: { ...appPermissions }, events: [...appEvents] };

  test("nothing is missing from what is asked for", () => {
    expect(compareApp(exact)).toEqual({ missing: [], surplus: [] });
  });

  test("write is enough where read is needed, and is said to be more", () => {
    const permissions = { ...appPermissions, contents: "write" };
    expect(compareApp({ ...exact, permissions })).toEqual({
      missing: [],
      surplus: ["permission contents: write"],
    });
  });

  test("events are compared too", () => {
    const events = [...appEvents.slice(1), "push"];
    expect(compareApp({ ...exact, events })).toEqual({
      missing: ["event issue_comment"],
      surplus: ["event push"],
    });
  });
});
