import { afterAll, afterEach, beforeAll, describe, expect, test } from "@jest/globals";
import {
  appEvents,
  appPermissions,
  compareApp,
  permissionsFor,
  withOptionalParts,
} from "../../../../core/app/app-requirements.ts";
import { putVersion, versionWithStage } from "../../../../local/aws/secrets/secret-store.ts";
import { listen } from "../../../../local/aws/server/listen.ts";
import type { Finding as Found } from "../../../../operator/stack/finding.ts";
import { judgeSigning, type SigningFacts } from "../../../../operator/stack/secrets/judge-signing.ts";
import { type OperatorAws, startOperatorAws } from "../../../fakes/operator-aws.ts";
import { createWebhookEndpoint } from "../../../fakes/webhook-endpoint.ts";
import { payments, startTestGitHub, type TestGitHub } from "../../local/github/support.ts";
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

/** What the simulated GitHub signs with. */
const gitHubSecret = "a-secret";

const complete = () => ({
  webhook_secret: "whs_verysecret",
  app_id: github.appId,
  private_key: github.privateKey,
});

test("passes a complete stack, and shows no secret", async () => {
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

test("reports what a new stack lacks", async () => {
  const { code, report, found, stderr } = await check({ webhook_secret: "x", app_id: 0, private_key: "" });
  expect(code).toBe(1);
  expect(report.ok).toBe(false);
  expect(found("webhook_secret")?.level).toBe("ok");
  expect(found("app_id")?.level).toBe("failed");
  expect(found("private_key")?.detail).toContain("secrets set --private-key-file");
  expect(stderr).toContain("2 of 5 checks failed.");
});

test("reports a key of another App", async () => {
  const { code, found } = await check({ ...complete(), private_key: anAppKey() });
  expect(code).toBe(1);
  expect(found("app")).toMatchObject({
    level: "failed",
    detail: expect.stringContaining("refused the App's private key"),
  });
});

test("reports another webhook URL", async () => {
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

test("reports missing and surplus permissions", async () => {
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

test("reports a stuck rotation", async () => {
  aws = await startOperatorAws({ github: complete(), outputs: { GitHubApiUrl: github.url } });
  putVersion(aws.secret("github"), "stuck", JSON.stringify(complete()), ["AWSPENDING"]);
  const { code, found } = await look();
  expect(code).toBe(0);
  expect(found("rotation")?.detail).toContain("secrets rotate");
});

test("prints lines", async () => {
  aws = await startOperatorAws({ github: complete() });
  const args = ["secrets", "check", "--stage", "test", "--github-api-url", github.url];
  const { code, stdout } = await runCli(args, { env: aws.environment });
  expect(code).toBe(0);
  expect(stdout).toMatch(/^ok {3}webhook_secret +set$/m);
  expect(stdout).toMatch(/^warn model anthropic +not set up/m);
});

describe("the App's permissions", () => {
  const exact = { permissions: withOptionalParts(appPermissions), events: [...appEvents] };

  test("are complete as the manifest requests them", () => {
    expect(compareApp(exact, appPermissions)).toEqual({ missing: [], surplus: [], optional: [] });
  });

  test("write includes read, and is surplus", () => {
    const permissions = { ...exact.permissions, contents: "write" };
    expect(compareApp({ ...exact, permissions }, appPermissions)).toEqual({
      missing: [],
      surplus: ["permission contents: write"],
      optional: [],
    });
  });

  test("include events", () => {
    const events = [...appEvents.slice(1), "push"];
    expect(compareApp({ ...exact, events }, appPermissions)).toEqual({
      missing: ["event issue_comment"],
      surplus: ["event push"],
      optional: [],
    });
  });

  test("for check runs are optional: everything else works without them", () => {
    const without = "jobs are not shown as check runs, and their buttons do nothing";
    expect(compareApp({ ...exact, permissions: appPermissions }, appPermissions)).toEqual({
      ...{ missing: [], surplus: [] },
      optional: [`without permission checks: write, ${without}`],
    });
    const events = appEvents.filter((event) => !event.startsWith("check_"));
    expect(compareApp({ ...exact, events }, appPermissions)).toEqual({
      ...{ missing: [], surplus: [] },
      optional: [`without event check_run, event check_suite, ${without}`],
    });
  });
});

describe("an employee with a workflow", () => {
  const needed = permissionsFor([{ runner: "builtin" }, { runner: "github-workflow" }]);

  test("needs the permission to start it", () => {
    const app = { permissions: { ...appPermissions }, events: [...appEvents] };
    expect(compareApp(app, needed)).toMatchObject({ missing: ["permission actions: write"], surplus: [] });
    const granted = { ...appPermissions, actions: "write" };
    expect(compareApp({ ...app, permissions: granted }, needed)).toMatchObject({ missing: [], surplus: [] });
  });

  test("is the only one that needs it", () => {
    expect(permissionsFor([{ runner: "builtin" }, { runner: "model" }])).toEqual(appPermissions);
    const granted = { ...appPermissions, actions: "write" };
    const app = { permissions: granted, events: [...appEvents] };
    expect(compareApp(app, appPermissions).surplus).toEqual(["permission actions: write"]);
  });
});

describe("whether GitHub signs with the stack's secret", () => {
  const now = Date.parse("2026-11-23T12:00:00Z");
  const at = (minutesAgo: number) => new Date(now - minutesAgo * 60_000).toISOString();
  const attempts = (...all: [minutesAgo: number, status_code: number][]) =>
    all.map(([minutesAgo, status_code]) => ({ delivered_at: at(minutesAgo), status_code }));
  const since = at(60);
  const day = at(25 * 60);
  const facts = { attempts: attempts([5, 202]), signedWith: "current" as const, since, rotating: false };

  test.each<[string, Partial<SigningFacts>, Found["level"], RegExp]>([
    ["accepted with the current one", {}, "ok", /has the current secret/],
    ["nothing was delivered yet", { attempts: [] }, "warning", /no delivery shows yet/],
    [
      "no relevant delivery",
      { attempts: attempts([1, 503], [2, 0], [3, 403]) },
      "warning",
      /no delivery shows yet/,
    ],
    [
      "the last is refused",
      { attempts: attempts([1, 401], [2, 401], [9, 202]) },
      "failed",
      /2 of its last 3 /,
    ],
    ["all are refused", { attempts: attempts([1, 401], [2, 401]) }, "failed", /2 of its last 2 /],
    ["other failures", { attempts: attempts([1, 503], [2, 202]) }, "ok", /current secret/],
    ["refused before the change", { attempts: attempts([70, 401]) }, "warning", /and the secret changed/],
    [
      "accepted before the change",
      { attempts: attempts([70, 202]) },
      "warning",
      /only a delivery 130 s or more after/,
    ],
    [
      "accepted in the change",
      { attempts: attempts([58, 202]) },
      "warning",
      /only a delivery 130 s or more after/,
    ],
    ["the previous secret", { signedWith: "other" }, "warning", /refused from 2026-11-24T11:00:00Z/],
    ["another while it rotates", { signedWith: "other", rotating: true }, "ok", /rotation is in progress/],
    ["refused while it rotates", { attempts: attempts([1, 401]), rotating: true }, "failed", /another/],
    ["an answer without the header", { signedWith: null }, "warning", /previous or the current/],
    ["the same, a day after the change", { signedWith: null, since: day }, "ok", /was accepted/],
  ])("%s", (_what, change, level, detail) => {
    const found = judgeSigning({ ...facts, ...change }, now);
    expect(found).toMatchObject({ check: "signature", level, detail: expect.stringMatching(detail) });
    expect(Boolean(found.advice)).toBe(level !== "ok");
  });

  /** A real webhook endpoint with these secrets, the current one first. */
  async function signing(secrets: string[], ours: Record<string, unknown>, age = 600_000) {
    const endpoint = createWebhookEndpoint({
      secrets: { read: async () => secrets, refresh: async () => null },
    });
    const receiver = await listen(async ({ request, body, response }) => {
      const headers = Object.fromEntries(
        Object.entries(request.headers).map(([name, value]) => [name, String(value)]),
      );
      const http = { method: "POST", path: "/webhooks/github" };
      const event = {
        headers,
        body: body.toString("utf8"),
        isBase64Encoded: false,
        requestContext: { http },
      };
      const answer = await endpoint.deliver(event as never);
      const sent = Object.entries(answer.headers).map(([name, value]) => [name, String(value)]);
      response.writeHead(answer.status, Object.fromEntries(sent)).end(JSON.stringify(answer.body));
    });
    const own = await startTestGitHub({ webhookUrl: receiver.url, app: { permissions: appPermissions } });
    try {
      await own.call("POST", `${payments}/issues/7/comments`, { body: "hush" });
      await own.deliveries.idle();
      const secret = { ...ours, app_id: own.appId, private_key: own.privateKey };
      aws = await startOperatorAws({
        github: secret,
        outputs: { GitHubApiUrl: own.url, WebhookUrl: receiver.url },
      });
      const version = versionWithStage(aws.secret("github"), "AWSCURRENT");
      if (version) version.createdAt -= age;
      return await look();
    } finally {
      await Promise.all([own.stop(), receiver.close()]);
    }
  }

  test("reports another secret at GitHub", async () => {
    const { code, found } = await signing(["ours"], { webhook_secret: "ours" });
    expect(code).toBe(1);
    expect(found("signature")).toMatchObject({
      ...{
        level: "failed",
        detail: expect.stringMatching(/^GitHub signs with another secret: 1 of its last 1 /),
      },
    });
  });

  test("passes the right secret", async () => {
    const { found, text } = await signing([gitHubSecret], { webhook_secret: gitHubSecret });
    expect(found("signature")).toMatchObject({
      level: "ok",
      detail: expect.stringMatching(/current secret$/),
    });
    expect(text).not.toContain(gitHubSecret);
  });

  test("warns if GitHub has the previous secret", async () => {
    const { code, found } = await signing(["ours", gitHubSecret], { webhook_secret: "ours" });
    expect(code).toBe(0);
    expect(found("signature")).toMatchObject({
      ...{ level: "warning", detail: expect.stringMatching(/^GitHub signs with the previous secret/) },
    });
  });

  test("warns about a secret that was just stored", async () => {
    const { found } = await signing([gitHubSecret], { webhook_secret: gitHubSecret }, 0);
    expect(found("signature")).toMatchObject({
      level: "warning",
      detail: expect.stringMatching(/^unknown/),
    });
  });
});
