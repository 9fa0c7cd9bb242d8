import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { createGitHubPublisher, createGitHubReader } from "../../../../adapters/github/connect.ts";
import { appPermissions } from "../../../../core/app/app-requirements.ts";
import { stableId } from "../../../../local/github/state/ids.ts";
import { apiUrlOfSite } from "../../../../operator/stack/github-url.ts";
import { type OperatorAws, startOperatorAws } from "../../../fakes/operator-aws.ts";
import { aTarget } from "../../../fakes/records/pull-request.ts";
import { startTestGitHub, type TestGitHub } from "../../local/github/support.ts";
import { runCli, startCli } from "./cli.ts";

const fresh = { webhook_secret: "generated-by-the-stack", app_id: 0, private_key: "" };

let aws: OperatorAws;
let github: TestGitHub;

beforeEach(async () => {
  aws = await startOperatorAws({ github: fresh });
  github = await startTestGitHub();
});

afterEach(async () => {
  await Promise.all([aws.stop(), github.stop()]);
});

const register = (...args: string[]) => {
  const urls = ["--github-url", github.url, "--github-api-url", github.url];
  return startCli(["app", "register", "--stage", "test", ...urls, ...args], { env: aws.environment });
};

describe("the manifest", () => {
  test("requests exactly what the functions need", async () => {
    const { code, stdout } = await runCli(["app", "manifest", "--stage", "test"], { env: aws.environment });
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toEqual({
      name: "pr-employees-test",
      url: "https://hooks.example.com",
      description: expect.any(String),
      hook_attributes: { url: "https://hooks.example.com/webhooks/github", active: true },
      public: false,
      default_permissions: {
        ...{ checks: "write", contents: "read", issues: "write", metadata: "read", pull_requests: "write" },
      },
      default_events: [
        ...["issue_comment", "pull_request_review_comment", "pull_request_review"],
        ...["check_run", "check_suite", "pull_request"],
      ],
    });
  });

  test("needs no AWS if the URL is given", async () => {
    const args = ["--name", "our bots", "--webhook-url", "https://x.example.com/hook"];
    const { code, stdout } = await runCli(["app", "manifest", "--stage", "any", ...args]);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      name: "our bots",
      hook_attributes: { url: "https://x.example.com/hook" },
    });
  });
});

test("the functions request tokens with no more than the App's permissions", async () => {
  const allowed = await startTestGitHub({ app: { permissions: appPermissions } });
  await aws.stop();
  aws = await startOperatorAws({
    github: { webhook_secret: "x", app_id: allowed.appId, private_key: allowed.privateKey },
  });
  Object.assign(process.env, aws.environment, { AWS_REGION: "us-east-1" });
  try {
    const env = {
      GITHUB_API_URL: allowed.url,
      GITHUB_SECRET_ID: "github",
      IDEMPOTENCY_TABLE: "none",
      STAGE: "test",
    };
    // The repository's ID on this GitHub, which no other test has touched.
    const target = { ...aTarget(), repo_id: stableId("octo-demo/payments"), installation_id: null };
    for (const reader of [createGitHubReader(env), createGitHubPublisher(env).reader]) {
      expect(await reader.permissionOf(target, "wendy")).toBe("write");
    }
  } finally {
    await allowed.stop();
  }
});

/** Opens the page, sends its form and follows the redirect, as a browser does. */
async function goThrough(page: string): Promise<{ form: string; back: URL }> {
  const html = await (await fetch(page)).text();
  const [, action = ""] = /action="([^"]+)"/.exec(html) ?? [];
  const [, manifest = ""] = /name="manifest" value="([^"]+)"/.exec(html) ?? [];
  const plain = (text: string) => text.replaceAll("&quot;", '"').replaceAll("&amp;", "&");
  const sent = await fetch(plain(action), {
    method: "POST",
    body: new URLSearchParams({ manifest: plain(manifest) }),
    redirect: "manual",
  });
  return { form: plain(action), back: new URL(sent.headers.get("location") ?? "") };
}

describe("the registration", () => {
  test("stores the new App's ID, key and webhook secret, and shows none of them", async () => {
    const running = register("--org", "octo-demo", "--name", "our-employees");
    const { form, back } = await goThrough(await running.printed(/Open (\S+)/));
    expect(form).toContain(`${github.url}/organizations/octo-demo/settings/apps/new?state=`);
    const closing = await fetch(back);
    expect(await closing.text()).toContain("Received");
    const { code, stdout, stderr } = await running.finished;
    expect(stderr).toBe("");
    expect(code).toBe(0);

    const stored = aws.value("github");
    expect(stored).toEqual({
      app_id: expect.any(Number),
      private_key: expect.stringContaining("BEGIN RSA PRIVATE KEY"),
      webhook_secret: expect.stringMatching(/^\w{40}$/),
    });
    expect(stdout).toContain(`Created the App ${String(stored?.app_id)}`);
    expect(stdout).toMatch(/Install it: http.+\/installations\/new/);
    expect(stdout).not.toContain(String(stored?.webhook_secret));
    expect(stdout).not.toContain("BEGIN");

    const check = ["secrets", "check", "--stage", "test", "--github-api-url", github.url];
    expect((await runCli(check, { env: aws.environment })).code).toBe(0);
  });

  test("refuses an App from another registration", async () => {
    const running = register();
    const page = await running.printed(/Open (\S+)/);
    const { back } = await goThrough(page);
    const forged = new URL(back);
    forged.searchParams.set("state", "guessed");
    expect((await fetch(forged)).status).toBe(403);
    forged.searchParams.delete("state");
    expect((await fetch(forged)).status).toBe(403);
    expect((await fetch(new URL("/", page))).status).toBe(404);
    expect(aws.value("github")).toEqual(fresh);
    await fetch(back);
    expect((await running.finished).code).toBe(0);
  });

  test("shows what to do if GitHub does not create the App", async () => {
    github.fail({ path: "conversions", status: 404 });
    const running = register();
    const { back } = await goThrough(await running.printed(/Open (\S+)/));
    await fetch(back);
    const { code, stderr } = await running.finished;
    expect(code).toBe(1);
    expect(stderr).toContain("GitHub did not create the App (HTTP 404).");
    expect(aws.value("github")).toEqual(fresh);
  });

  test("stops waiting after the time-out", async () => {
    const { code, stderr } = await register("--timeout", "1").finished;
    expect(code).toBe(1);
    expect(stderr).toContain("GitHub did not confirm the registration in time.");
  });

  test("replaces an App only with --replace", async () => {
    await aws.stop();
    aws = await startOperatorAws({ github: { ...fresh, app_id: 7 } });
    const { code, stderr } = await register().finished;
    expect(code).toBe(1);
    expect(stderr).toContain("already has the App 7.");
    const running = register("--replace");
    await running.printed(/Open (\S+)/);
    running.stop();
    await running.finished;
  });
});

test.each([
  ["https://github.com", "https://api.github.com"],
  ["https://acme.ghe.com", "https://api.acme.ghe.com"],
  ["https://github.acme.example", "https://github.acme.example/api/v3"],
])("the API of %s is %s", (site, api) => {
  expect(apiUrlOfSite(site)).toBe(api);
});
