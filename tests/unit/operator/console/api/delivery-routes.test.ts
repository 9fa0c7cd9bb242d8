import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { anEnvelope } from "../../../../fakes/records/envelope.ts";
import { payments, startReceiver, startTestGitHub, type TestGitHub } from "../../../local/github/support.ts";
import { type ConsoleOnStack, startConsoleOnStack } from "../console-on-stack.ts";

let github: TestGitHub;
let receiver: Awaited<ReturnType<typeof startReceiver>>;
let on: ConsoleOnStack;
/** Oldest first: ignored, never accepted, failing, dispatched. */
let guids: { ignored: string; lost: string; failing: string; dispatched: string };
let commentId = 0;

/** Has GitHub deliver a comment, answered with this status. Returns its GUID. */
async function deliver(status: number, body: string): Promise<string> {
  receiver.answer.status = status;
  const comment = await github.call<{ id: number }>("POST", `${payments}/issues/7/comments`, { body });
  commentId = comment.body.id;
  await github.deliveries.idle();
  return github.deliveries.newestFirst()[0]?.guid ?? "";
}

async function accept(delivery_id: string) {
  const envelope = anEnvelope({
    ...{ delivery_id, hook_id: String(github.hookId), received_at: new Date().toISOString() },
  });
  await on.stack.deliveries.receive(envelope);
  await on.stack.deliveries.enqueued(envelope);
  return envelope;
}

beforeAll(async () => {
  receiver = await startReceiver();
  github = await startTestGitHub({ webhookUrl: receiver.url });
  on = await startConsoleOnStack({
    gitHubApiUrl: github.url,
    github: { app_id: github.appId, private_key: github.privateKey, webhook_secret: "s" },
  });
  const ignored = await deliver(202, "hush");
  await on.stack.deliveries.finish(await accept(ignored), { kind: "ignored", reason: "no_command" });
  const lost = await deliver(503, "hush");
  const failing = await deliver(202, "hush");
  await on.stack.deliveries.failing(await accept(failing), "github_unreachable");
  const dispatched = await deliver(202, "/summary");
  const job = await on.jobIn(`${"d".repeat(26)}-summary`, ["DISPATCHED"], 0, { delivery_id: dispatched });
  const outcome = { kind: "dispatched" as const, job_ids: [job.job_id] };
  await on.stack.deliveries.finish(await accept(dispatched), outcome);
  guids = { ignored, lost, failing, dispatched };
});

afterAll(async () => {
  await Promise.all([on.stop(), github.stop(), receiver.stop()]);
});

async function list(query = "") {
  const { status, body } = await on.get(`deliveries${query}`);
  expect({ status, body }).toMatchObject({ status: 200 });
  return body.deliveries;
}

const guidsOf = (rows: { guid: string }[]) => rows.map(({ guid }) => guid);

describe("deliveries", () => {
  test("are listed with their fate, newest first, without the comments' text", async () => {
    const rows = await list();
    expect(guidsOf(rows)).toEqual([guids.dispatched, guids.failing, guids.lost, guids.ignored]);
    expect(rows).toMatchObject([
      { status: "PROCESSED", outcome: "dispatched", gap: null, pr_number: 7, job_ids: [expect.any(String)] },
      { status: "ENQUEUED", gap: "failing", problem: "github_unreachable, 1 attempt" },
      {
        status: null,
        gap: "never_accepted",
        status_codes: [503],
        problem: expect.stringMatching(/never accepted/),
      },
      { status: "PROCESSED", outcome: "ignored: no_command", gap: null, event: "issue_comment.created" },
    ]);
    expect(JSON.stringify(rows)).not.toContain("hush");
  });

  test("are limited to those not processed, or to those that fail now", async () => {
    expect(guidsOf(await list("?only=gaps"))).toEqual([guids.failing, guids.lost]);
    expect(await list("?only=failing")).toMatchObject([{ guid: guids.failing, gap: "failing" }]);
  });

  test.each(["?only=some", "?cursor=%3Cscript%3E"])("%s is refused", async (query) => {
    expect((await on.get(`deliveries${query}`)).status).toBe(400);
  });

  test("are continued at GitHub's cursor", async () => {
    for (let n = 0; n < 100; n += 1) await deliver(200, "hush");
    const first = await on.get("deliveries");
    expect(first.body.deliveries).toHaveLength(100);
    const second = await on.get(`deliveries?cursor=${encodeURIComponent(first.body.next)}`);
    expect(guidsOf(second.body.deliveries)).toEqual(expect.arrayContaining(Object.values(guids)));
    expect(second.body.next).toBeNull();
  });

  test("are shown with our record, GitHub's attempts and the jobs", async () => {
    const { status, body } = await on.get(`deliveries/${guids.dispatched}`);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      records: [{ status: "PROCESSED", outcome: "dispatched", hook_id: String(github.hookId), gap: null }],
      github: { attempts: [{ status_code: 202, redelivery: false }] },
      jobs: [{ delivery_id: guids.dispatched, state: "DISPATCHED" }],
    });
    expect((await on.get(`deliveries/${guids.lost}`)).body).toMatchObject({
      ...{ records: [], jobs: [], github: { attempts: [{ status_code: 503 }] } },
    });
    const missing = await on.get("deliveries/00000000-0000-4000-8000-000000000000");
    expect([missing.status, missing.body.error.code]).toEqual([404, "unknown"]);
  });
});

describe("explain", () => {
  test("explains a delivery by the deployed rules, without the comment's text", async () => {
    const { status, body } = await on.get(`explain?delivery=${guids.ignored}`);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      decision: "ignored",
      sentence: expect.stringContaining("no_command"),
      rules: "the rules that pr-comment-automation-test runs",
      request: { event: "issue_comment.created", repo: "octo-demo/payments", pr_number: 7 },
    });
    expect(body.steps.length).toBeGreaterThan(2);
    expect(JSON.stringify(body)).not.toContain("hush");
  });

  test("explains a comment by its link", async () => {
    await deliver(200, "/summary");
    const link = `${github.url}/octo-demo/payments/pull/7#issuecomment-${commentId}`;
    const { body } = await on.get(`explain?comment=${encodeURIComponent(link)}`);
    expect(body).toMatchObject({
      decision: "dispatched",
      commands: [{ name: "summary", line: 1, jobs: [{ fate: "starts", exists: false }] }],
    });
  });

  test.each(["explain", "explain?delivery=%3Cb%3E", "explain?comment=https://example.com/x"])(
    "%s is refused",
    async (path) => {
      const { status, body } = await on.get(path);
      expect([status, body.error.code]).toEqual([400, "invalid"]);
    },
  );
});
