import { afterAll, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import { createRolloutTable } from "../../../../../adapters/dynamodb/rollout-table.ts";
import { anEnvelope } from "../../../../fakes/records/envelope.ts";
import { type ConsoleOnStack, startConsoleOnStack } from "../console-on-stack.ts";

let on: ConsoleOnStack;
let count = 0;
let id = "";

beforeAll(async () => {
  on = await startConsoleOnStack();
});

afterAll(() => on.stop());

beforeEach(async () => {
  await on.letters.empty();
  count += 1;
  id = `${String.fromCharCode(96 + count).repeat(26)}-fails1`;
});

describe("the overview", () => {
  test("counts jobs by state, lists the open ones, and marks overdue ones", async () => {
    await on.jobIn(id, ["DISPATCHED"], 30);
    const { status, body } = await on.get("overview");
    expect(status).toBe(200);
    expect(body.stack).toEqual({
      name: "pr-comment-automation-test",
      stage: "test",
      region: "eu-central-1",
    });
    expect(body.refresh_ms).toBe(10_000);
    const { counts, jobs } = body.jobs.value;
    const of = (wanted: string) => counts.find(({ state }: { state: string }) => state === wanted);
    expect(of("DISPATCHED")).toEqual({ state: "DISPATCHED", count: 1, open: true });
    expect(of("NOTIFIED")).toMatchObject({ open: false });
    expect(jobs.find(({ job_id }: { job_id: string }) => job_id === id)).toMatchObject({
      ...{
        state: "DISPATCHED",
        too_long: true,
        can_cancel: true,
        can_retry: false,
        employee: "summary",
        repo: "octo-demo/payments",
      },
    });
  });

  test("counts finished jobs of the last day only", async () => {
    const ended = async () => {
      const { body } = await on.get("overview");
      return body.jobs.value.counts.find(({ state }: { state: string }) => state === "CANCELLED").count;
    };
    const before = await ended();
    await on.jobIn(id, ["CANCELLED"], 26 * 60);
    expect(await ended()).toBe(before);
    id = id.replace("fails", "later");
    await on.jobIn(id, ["CANCELLED"], 23 * 60);
    expect(await ended()).toBe(before + 1);
  });

  test("has the queues, the intake, the rollout and the open circuits", async () => {
    await on.letters.failed("github_failed");
    const rollouts = createRolloutTable(on.stack.ref("IdempotencyTable"));
    const policy = {
      default: "canary" as const,
      canary_percentage: 10,
      rules: [{ when: { commands: ["docs"] }, mode: "off" as const }],
    };
    await rollouts.replace(0, { policy, changed_by: "operator:ada", reason: "the first tenth" });
    const github = { provider: "github", key: "*" };
    const before = await on.stack.circuits.read(github);
    const openUntil = { until: Date.now() + 60_000, reason: "github_failed" };
    await on.stack.circuits.replace(github, before, { ...before, state: "open", version: 1, ...openUntil });
    await on.stack.run(["pause", "--reason", "restoring", "--actor", "ada"]);

    const { body } = await on.get("overview");
    await on.stack.run(["resume", "--reason", "restored", "--actor", "ada"]);

    expect(body.queues.value).toMatchObject({ waiting: 0, dead_letters: 1, failed_invocations: 0 });
    expect(body.intake.value).toMatchObject({
      state: "Disabled",
      pause: { actor: "operator:ada", reason: "restoring" },
    });
    expect(body.rollout.value).toMatchObject({
      ...{
        mode: "canary",
        version: 1,
        deployed: false,
        changed_by: "operator:ada",
        reason: "the first tenth",
      },
      rules: [
        { mode: "off", when: "/docs", what: "off" },
        { mode: "canary", when: "everything else", what: expect.stringContaining("10 %") },
      ],
    });
    expect(body.circuits.value).toEqual([
      expect.objectContaining({ provider: "github", key: "*", state: "open", reason: "github_failed" }),
    ]);
  });

  test("lists deliveries whose dispatch fails, with the cause", async () => {
    const envelope = anEnvelope({ delivery_id: "failing-1", received_at: new Date().toISOString() });
    await on.stack.deliveries.receive(envelope);
    await on.stack.deliveries.enqueued(envelope);
    await on.stack.deliveries.failing(envelope, "github_unreachable");
    const { body } = await on.get("overview");
    await on.stack.deliveries.finish(envelope, { kind: "ignored", reason: "no_command" });
    expect(body.failing.value).toEqual([
      {
        ...{ delivery_id: "failing-1", repo: envelope.repo, pr_number: envelope.pr_number },
        ...{ since: expect.any(String), last: expect.any(String), cause: "github_unreachable, 1 attempt" },
      },
    ]);
    expect((await on.get("overview")).body.failing.value).toEqual([]);
  });

  test("a part that cannot be read does not affect the others", async () => {
    const { AWS_ENDPOINT_URL_LAMBDA: known = "" } = process.env;
    process.env.AWS_ENDPOINT_URL_LAMBDA = "http://127.0.0.1:9";
    process.env.AWS_MAX_ATTEMPTS = "1";
    const { status, body } = await on.get("overview");
    process.env.AWS_ENDPOINT_URL_LAMBDA = known;
    delete process.env.AWS_MAX_ATTEMPTS;
    expect(status).toBe(200);
    expect(body.intake).toEqual({
      problem: { message: expect.stringMatching(/\bAWS\b/), advice: expect.any(String) },
    });
    expect([body.jobs, body.queues, body.rollout, body.circuits].map((part) => "value" in part)).toEqual([
      ...[true, true, true, true],
    ]);
  });
});

describe("the health", () => {
  test("has the doctor's findings, also for checks that throw", async () => {
    const { status, body } = await on.get("health");
    expect(status).toBe(200);
    expect(Date.parse(body.at)).toBeGreaterThan(Date.now() - 60_000);
    const found = (check: string) => body.findings.find((one: { check: string }) => one.check === check);
    expect(found("dead letters")).toMatchObject({ level: "ok", detail: "none" });
    expect(found("alarms")).toMatchObject({ level: "failed", advice: expect.any(String) });
    expect(found("webhook_secret")).toMatchObject({ level: "failed" });
  });
});
