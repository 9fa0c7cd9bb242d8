import { globSync, readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { executionName } from "../../../../core/jobs/job-id.ts";
import { insightsUrl, jobLinks, loggingFunctions } from "../../../../operator/stack/jobs/job-links.ts";
import { type OperatorStack, startOperatorStack } from "../../../fakes/operator-stack.ts";
import { anEnvelope } from "../../../fakes/records/envelope.ts";
import { aJob, aNewJob, aNote } from "../../../fakes/records/job.ts";
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

describe("the story of a job", () => {
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
    const { code, stdout, stderr } = await stack.run(["job", "nobody"]);
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toContain("There is no job nobody in pr-comment-automation-test.");
    expect(stderr).toContain("pr-automation jobs --stage test");
  });
});

describe("the links of a job", () => {
  const place = { name: "pr-comment-automation-prod", stage: "prod", region: "eu-central-1" };
  const started = {
    arn: "arn:aws:states:eu-central-1:1:execution:pr-comment-automation-prod-employee-task:j-r1",
    ...{ name: "j-r1", status: "FAILED", started_at: null, stopped_at: null, step: null, failed_steps: [] },
  };

  test("on AWS lead to the answer, the execution and the logs", () => {
    const job = aJob({ comment: { phase: "POSTED", id: 12, continuation_ids: [] } });
    const links = jobLinks(job, [started], place, "https://api.github.com");
    expect(links.answer).toBe("https://github.com/octo-demo/payments/pull/7#issuecomment-12");
    expect(links.execution).toBe(
      `https://eu-central-1.console.aws.amazon.com/states/home?region=eu-central-1#/v2/executions/details/${encodeURIComponent(started.arn)}`,
    );
    expect(links.logs).toContain(`job_id*20*3d*20*22${job.job_id}*22`);
    expect(links.logs).toContain("~'*2faws*2flambda*2fpr-comment-automation-prod-publishResult");
  });

  test("without an answer or a known execution lead to the pull request and the logs", () => {
    const links = jobLinks(aJob(), [{ ...started, status: "MISSING" }], place, "https://api.octo.ghe.com");
    expect(links["pull request"]).toBe("https://octo.ghe.com/octo-demo/payments/pull/7");
    expect(Object.keys(links)).toEqual(["pull request", "logs"]);
  });

  test("on the laptop lead to the page and the log files", () => {
    const links = jobLinks(aJob(), [started], { ...place, stage: "local" }, "http://localhost:3300");
    expect(links["pull request"]).toBe("http://localhost:3300/octo-demo/payments/pull/7");
    expect(links.logs).toBe(`grep -h ${aJob().delivery_id} .local/logs/*.log`);
  });

  test("encode a query as the AWS console does", () => {
    const query = 'filter message = "a, b" | sort @timestamp é€';
    const times = { from: "2026-11-23T09:00:00.000Z", to: "2026-11-24T09:00:00.000Z" };
    const url = insightsUrl({ region: "us-east-1", logGroups: ["/aws/lambda/x-y"], query, ...times });
    expect(url.split("$3D~")).toEqual([
      "https://us-east-1.console.aws.amazon.com/cloudwatch/home?region=us-east-1#logsV2:logs-insights$3FqueryDetail",
      "(end~'2026-11-24T09*3a00*3a00.000Z~start~'2026-11-23T09*3a00*3a00.000Z~timeType~'ABSOLUTE~tz~'UTC" +
        "~editorString~'filter*20message*20*3d*20*22a*2c*20b*22*20*7c*20sort*20*40timestamp*20*e9**20ac" +
        "~source~(~'*2faws*2flambda*2fx-y))",
    ]);
  });

  test("name only existing functions", () => {
    const keys = globSync("functions/*/function.yml").map((file) => readFileSync(file, "utf8").split(":")[0]);
    expect(loggingFunctions.filter((name) => !keys.includes(name))).toEqual([]);
  });
});
