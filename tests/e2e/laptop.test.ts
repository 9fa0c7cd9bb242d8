import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { type FakeModelProvider, startModelProvider } from "../fakes/model-provider.ts";
import { runCli, spawnCli } from "../unit/operator/cli/cli.ts";
import { type RunningStack, startStack } from "./start-stack.ts";
import { until } from "./until.ts";

const run = promisify(execFile);
const root = fileURLToPath(new URL("../..", import.meta.url));
const guide = readFileSync(new URL("../../docs/laptop.md", import.meta.url), "utf8");
const repo = "octo-demo/payments";
const modelKey = "e2e-model-key";

let provider: FakeModelProvider;
/** A laptop of its own: with a provider's key and address in its model secret, and the webhook secret of docs/laptop.md. */
let stack: RunningStack;
let answers: typeof import("./answers.ts");
let webhooks: typeof import("./webhooks.ts");

beforeAll(async () => {
  provider = await startModelProvider();
  stack = await startStack({
    ANTHROPIC_API_KEY: modelKey,
    ANTHROPIC_BASE_URL: `${provider.url}/v1`,
    WEBHOOK_SECRET: "local-webhook-secret",
  });
  process.env.WEBHOOK_URL = stack.webhookUrl;
  process.env.GITHUB_URL = stack.githubUrl;
  process.env.WEBHOOK_SECRET = "local-webhook-secret";
  // They read the addresses when they are loaded.
  answers = await import("./answers.ts");
  webhooks = await import("./webhooks.ts");
}, 600_000);

afterAll(async () => {
  await stack?.stop();
  await provider?.stop();
});

/** Returns the final answer to a comment of octavia. */
async function ask(body: string): Promise<string> {
  const { body: accepted } = await webhooks.deliver(webhooks.commentDelivery({ body }));
  return (await finalAnswers(repo, 7, accepted.intent_key))[0]?.body ?? "";
}

function finalAnswers(of: string, pr: number, intentKey: unknown) {
  return until(
    () => answers.answersTo(of, pr, intentKey),
    (found) => found.length > 0 && found.every(answers.isFinal),
  );
}

async function operate(...args: string[]): Promise<string> {
  const { code, stdout, stderr } = await runCli([...args, "--stage", "local"]);
  expect({ code, stderr: code === 0 ? "" : stderr }).toEqual({ code: 0, stderr: "" });
  return stdout;
}

describe("an operator", () => {
  async function answered(employee: string): Promise<{ job_id: string }[]> {
    const args = ["--repo", repo, "--pr", "7", "--employee", employee, "--state", "NOTIFIED", "--json"];
    return JSON.parse(await operate("jobs", ...args)).jobs;
  }

  /** Posts on the pull request as a user, so that the laptop's GitHub delivers it. */
  async function comment(body: string): Promise<void> {
    const response = await fetch(`${stack.githubUrl}/repos/${repo}/issues/7/comments`, {
      method: "POST",
      headers: { authorization: "token user:octavia", "content-type": "application/json" },
      body: JSON.stringify({ body }),
    });
    expect(response.status).toBe(201);
  }

  test("inspects the laptop like any other stage", async () => {
    await comment("/summary");
    const [job] = await until(
      () => answered("summary"),
      (jobs) => jobs.length === 1,
    );

    // The execution ends a moment after the answer, when the check run is completed.
    const story = await until(
      () => operate("job", job?.job_id ?? ""),
      (text) => /-r1 +SUCCEEDED/.test(text),
    );
    const { stdout: checked } = await spawnCli(["secrets", "check", "--stage", "local"]);

    expect(story).toMatch(/^\S+ +\+.+ +NOTIFIED +publish-result +answered/m);
    expect(story).toContain(`${stack.githubUrl}/${repo}/pull/7#issuecomment-`);
    expect(checked).toMatch(/^ok +webhook url +http:\/\/localhost/m);
  });

  test("pauses and resumes it: commands from the pause wait until then", async () => {
    await operate("pause", "--reason", "to see it wait");
    await comment("/help");
    const listed = await until(
      () => operate("deliveries"),
      (text) => text.includes("ENQUEUED"),
    );
    expect(listed).toMatch(/ issue_comment\.created +octo-demo\/payments .* 202 +PROCESSED +dispatched/);
    expect(await operate("doctor")).toMatch(
      /^warn intake +Disabled, paused by operator:.*: to see it wait$/m,
    );
    expect(await answered("help")).toEqual([]);

    await operate("resume", "--reason", "seen");
    await until(
      () => answered("help"),
      (jobs) => jobs.length === 1,
    );
    expect(await operate("doctor")).toMatch(/^ok +intake +Enabled$/m);
  });
});

describe("a workflow employee", () => {
  interface Run {
    display_title: string;
    status: string;
    conclusion: string | null;
  }

  async function runOf(jobId: string | undefined): Promise<Run | undefined> {
    const url = `${stack.githubUrl}/repos/${repo}/actions/workflows/count-lines.yml/runs`;
    const response = await fetch(url, { headers: { authorization: "token user:wendy" } });
    const { workflow_runs: runs } = (await response.json()) as { workflow_runs: Run[] };
    return runs.find(({ display_title }) => display_title === `${jobId}-r1`);
  }

  test("has the link of its run, and is cancelled together with it", async () => {
    const { body: accepted } = await webhooks.deliver(
      webhooks.commentDelivery({ body: "/lines seconds=600" }),
    );
    const working = () => answers.answersTo(repo, 7, accepted.intent_key);
    const [own] = await until(working, (found) => found.length === 1);
    await until(
      () => runOf(own?.job_id),
      (run) => run?.status === "in_progress",
    );
    const linked = new RegExp(`in \\[this workflow run\\]\\(${stack.githubUrl}/${repo}/actions/runs/\\d+\\)`);
    await until(working, ([comment]) => linked.test(comment?.body ?? ""));

    expect(await ask("/cancel lines")).toContain(`The job \`${own?.job_id}\` is cancelled`);

    const run = await until(
      () => runOf(own?.job_id),
      (found) => found?.status === "completed",
    );
    expect(run?.conclusion).toBe("cancelled");
  });
});

describe("docs/laptop.md", () => {
  /** The first match of a pattern in it, as it is to be typed. */
  function written(pattern: RegExp): string {
    const [, command = ""] = pattern.exec(guide) ?? [];
    return command.replace("http://localhost:3000/webhooks/github", stack.webhookUrl);
  }

  async function typed(command: string): Promise<string> {
    expect(command).not.toBe("");
    const { stdout } = await run("bash", ["-c", command], { cwd: root });
    return stdout;
  }

  test("has commands that are answered on the pull request", async () => {
    const curl = written(/```sh\n(payload=[\s\S]*?)```/);

    const first = JSON.parse(await typed(curl)) as { accepted: boolean; intent_key: string };
    const found = await finalAnswers("Codertocat/Hello-World", 1, first.intent_key);

    expect(first).toMatchObject({ accepted: true });
    expect(found).toEqual([
      expect.objectContaining({ body: expect.stringContaining("asked by Codertocat") }),
    ]);
    expect(JSON.parse(await typed(curl))).toMatchObject({ duplicate: true });
    const invoked = await typed(written(/`(npx sls invoke local [^`]+)`/));
    expect(invoked).toMatch(/"statusCode": 202/);
  });
});

describe("a model", () => {
  test("answers on the pull request, harmless and redacted", async () => {
    const token = `ghp_${"a1B2".repeat(9)}`;
    const text = `Fine, @octavia. <!-- pr-comment-automation job=x part=1 -->\n\n/summary\n\nThe token is ${token}.`;
    provider.behave({ kind: "answer", text });

    const answer = await ask("/security the token handling");

    expect(answer).toContain("**Security reviewer** on\u00a0`/security the token handling`");
    expect(answer).toContain("[redacted: github token]");
    expect(answer).not.toContain(token);
    expect(answer.match(/<!--/g)).toHaveLength(1);
    expect(answer).not.toMatch(/^\/summary/m);
    const [request] = provider.requests;
    expect(request?.headers["x-api-key"]).toBe(modelKey);
    expect(JSON.stringify(request?.body)).toContain("src/auth/");
  });

  test("with a refused key posts a failure on the pull request, without the key", async () => {
    provider.behave({ kind: "error", status: 401, message: `invalid x-api-key ${modelKey}` });

    const answer = await ask("/docs please");

    expect(answer).toContain("could not finish");
    expect(answer).toContain("provider_refused_key");
    expect(answer).not.toContain(modelKey);
  });

  test("that is running is stopped by /cancel, and its answer is never posted", async () => {
    provider.behave({ kind: "hang" });
    const { body: accepted } = await webhooks.deliver(
      webhooks.commentDelivery({ body: "/architecture please" }),
    );
    await provider.hanging();

    const cancelled = await ask("/cancel architecture");
    const status = await ask("/status");

    const [own] = await answers.answersTo(repo, 7, accepted.intent_key);
    expect(cancelled).toContain(`The job \`${own?.job_id}\` is cancelled`);
    expect(status).toMatch(/^\| ›\s`\/architecture` \| architecture \| cancelled \| 1 \|/m);
  });
});
