import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { createPayloadBucket } from "../../../../adapters/storage/payload-bucket.ts";
import { executionName } from "../../../../core/jobs/job-id.ts";
import { type OperatorStack, startOperatorStack } from "../../../fakes/operator-stack.ts";
import { anEnvelope } from "../../../fakes/records/envelope.ts";
import { aNewJob, aNote } from "../../../fakes/records/job.ts";
import { until } from "../../local/aws/until.ts";

const job_id = `${"a".repeat(26)}-fails1`;
const envelope = anEnvelope({ received_at: "2026-11-23T09:00:00.000Z" });

let stack: OperatorStack;

beforeAll(async () => {
  stack = await startOperatorStack({ gitHubApiUrl: "https://ghe.example.com/api/v3" });
  await stack.deliveries.receive(envelope);
  await stack.deliveries.enqueued(envelope);
  await stack.deliveries.finish(envelope, { kind: "dispatched", job_ids: [job_id] });
  const command = { name: "summary", text: "hush <b>", arguments: {} };
  const job = await stack.jobs.create(aNewJob({ job_id, command }), aNote);
  const dispatched = await stack.jobs.transition(
    job,
    "DISPATCHED",
    { actor: "dispatch-event", reason: "authorised", ids: { message: "m-1" } },
    { comment: { phase: "POSTED", id: 4711, continuation_ids: [4712] } },
  );
  await stack.jobs.transition(dispatched, "WORKER_FAILED", {
    actor: "operator:ada",
    reason: "line one\nline two",
    ids: {},
  });
  const name = executionName(job_id, 1);
  await stack.workflow.start(name, { job_id, attempt: 1 });
  await until(async () => (await stack.workflow.look(name)) === "succeeded");
});

afterAll(() => stack.stop());

describe("the details of a job", () => {
  test("prints the delivery, transitions, executions and links", async () => {
    const { code, stdout, stderr } = await stack.run(["job", job_id]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toMatch(/^state +WORKER_FAILED$/m);
    expect(stdout).toMatch(/^command +\/summary$/m);
    expect(stdout).toMatch(
      /^2026-11-23T09:00:00Z +delivery received +issue_comment\.created +hook=300 delivery=4f2d8c1e/m,
    );
    expect(stdout).toMatch(/^\S+ +\+.+ +delivery processed +dispatched$/m);
    expect(stdout).toMatch(/^\S+ +\+.+ +DISPATCHED +dispatch-event +authorised +message=m-1$/m);
    // A line break in a reason is not printed.
    expect(stdout).toMatch(/^\S+ +\+.+ +WORKER_FAILED +operator:ada +line one line two$/m);
    expect(stdout).toMatch(/^a{26}-fails1-r1 +SUCCEEDED +\S+Z +[\d.]+ m?s +Acknowledge +1$/m);
    expect(stdout).toMatch(/^\S+Z +a{26}-fails1-r1 +Acknowledge +RetryableError +github_failed$/m);
    expect(stdout).toMatch(
      /^answer +https:\/\/ghe\.example\.com\/octo-demo\/payments\/pull\/7#issuecomment-4711$/m,
    );
    expect(stdout).not.toMatch(/hush|script/);
  });

  test("shows that a job is in shadow, without an error", async () => {
    const shadow = `${"b".repeat(26)}-docs`;
    const delivery = anEnvelope({ delivery_id: "shadowed", received_at: "2026-11-23T09:00:00.000Z" });
    await stack.deliveries.receive(delivery);
    await stack.deliveries.finish(delivery, { kind: "dispatched", job_ids: [shadow] });
    const created = await stack.jobs.create(
      aNewJob({ job_id: shadow, delivery_id: "shadowed", employee: "docs", mode: "shadow" }),
      aNote,
    );
    await stack.jobs.transition(created, "IGNORED", { ...aNote, reason: "shadow, would be authorised" });

    const { code, stdout } = await stack.run(["job", shadow]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^state +SHADOW \(recorded\)$/m);
    expect(stdout).toContain("No execution: a job in shadow is recorded, and nothing is posted");
    expect(stdout).toMatch(/delivery processed +dispatched, in shadow$/m);
    expect(stdout).toMatch(/ IGNORED, in shadow +.* shadow, would be authorised/);
    expect(stdout).not.toContain("MISSING");
    expect((await stack.run(["jobs", "--employee", "docs"])).stdout).toMatch(
      /-docs +SHADOW \(recorded\) +docs/,
    );
    expect((await stack.run(["retry", shadow, "--reason", "to see", "--actor", "ada"])).stderr).toContain(
      "gets no answer (in shadow)",
    );
    expect((await stack.run(["cancel", shadow, "--reason", "to see", "--actor", "ada"])).stderr).toContain(
      "has already finished (SHADOW (recorded))",
    );
  });

  test("shows the answer that an employee's run in shadow has kept", async () => {
    const kept = `${"c".repeat(26)}-docs`;
    const markdown = `A finding\u202e for @octavia.\r\nghp_${"a".repeat(36)}`;
    const result = { outcome: "answered", markdown, usage: null };
    const payloads = createPayloadBucket(stack.ref("PayloadBucket"));
    const result_ref = await payloads.put("results/kept", JSON.stringify(result));
    const created = await stack.jobs.create(
      aNewJob({ job_id: kept, employee: "docs", mode: "shadow-run", result_ref, outcome: "answered" }),
      aNote,
    );
    const reason = "shadow-run, would be answered";
    await stack.jobs.transition(created, "IGNORED", { ...aNote, reason });

    const { code, stdout } = await stack.run(["job", kept]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^state +SHADOW-RUN \(answered\)$/m);
    expect(stdout).toContain(
      "The kept answer, which was not posted (untrusted content):\n  A finding for <code>@octavia</code>.\n",
    );
    expect(stdout).not.toMatch(/ghp_a|\u202e|\r/);
    const { stdout: json } = await stack.run(["job", kept, "--json"]);
    expect(JSON.parse(json).kept_answer).toMatchObject({
      problem: null,
      text: expect.stringContaining("finding"),
    });
    const { stderr } = await stack.run(["retry", kept, "--reason", "to see", "--actor", "ada"]);
    expect(stderr).toContain("gets no answer (in shadow)");
  });

  test("prints JSON, with the command's text on request", async () => {
    const { code, stdout } = await stack.run(["job", job_id, "--json", "--body"]);
    expect(code).toBe(0);
    expect(stdout).not.toContain("script");
    const story = JSON.parse(stdout);
    expect(story.job).toMatchObject({
      ...{ job_id, state: "WORKER_FAILED", comment_ids: [4711, 4712] },
      command: { name: "summary", text: "hush <b>", arguments: {} },
    });
    expect(story.delivery).toMatchObject({
      ...{ delivery_id: envelope.delivery_id, status: "PROCESSED", event_type: "issue_comment" },
      ...{ action: "created", sender: "octavia", outcome: { kind: "dispatched", job_ids: [job_id] } },
    });
    expect(story.events.map(({ to }: { to: string }) => to)).toEqual([
      "RECEIVED",
      "DISPATCHED",
      "WORKER_FAILED",
    ]);
    expect(story.executions).toEqual([
      expect.objectContaining({
        ...{ name: `${job_id}-r1`, status: "SUCCEEDED", step: "Acknowledge" },
        failed_steps: [
          { step: "Acknowledge", at: expect.any(String), error: "RetryableError", code: "github_failed" },
        ],
      }),
    ]);
    expect(Object.keys(story.links)).toEqual(["answer", "execution", "logs"]);
  });

  test("reports an unknown job", async () => {
    const { code, stdout, stderr } = await stack.run(["job", "missing"]);
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toContain("There is no job missing in pr-comment-automation-test.");
    expect(stderr).toContain("pr-automation jobs --stage test");
  });
});
