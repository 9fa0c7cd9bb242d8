import { SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { createBudgetTable } from "../../../../adapters/dynamodb/budget-table.ts";
import { createDeliveryTable } from "../../../../adapters/dynamodb/delivery-table.ts";
import { documentClient } from "../../../../adapters/dynamodb/document-client.ts";
import { createJobTable } from "../../../../adapters/dynamodb/job-table.ts";
import { createSweepMarks } from "../../../../adapters/dynamodb/sweep-marks.ts";
import { appPermissions } from "../../../../core/app/app-requirements.ts";
import { dayOf } from "../../../../core/budgets/budget-day.ts";
import { serveJson } from "../../../../local/aws/server/json-service.ts";
import { type Listener, listen } from "../../../../local/aws/server/listen.ts";
import { checkEndpoint } from "../../../../operator/stack/doctor/check-endpoint.ts";
import { checkEndedJobs, checkOpenJobs } from "../../../../operator/stack/doctor/check-jobs.ts";
import { checkStack } from "../../../../operator/stack/doctor/check-stack.ts";
import { findStack } from "../../../../operator/stack/find-stack.ts";
import { type OperatorStack, startOperatorStack } from "../../../fakes/operator-stack.ts";
import { anEnvelope } from "../../../fakes/records/envelope.ts";
import { aNewJob, aNote } from "../../../fakes/records/job.ts";
import { signatureOf } from "../../../fakes/webhooks/signed-event.ts";
import { startTestGitHub, type TestGitHub } from "../../local/github/support.ts";

const secret = "a-webhook-secret";
/** Responses of the fake CloudWatch. */
const cloudWatch = {
  alarms: [] as Record<string, unknown>[],
  oldest: 5,
  functions: [] as { Id: string; Label: string; Values: number[]; StatusCode?: string }[],
};
let github: TestGitHub;
let stack: OperatorStack;
let endpoint: Listener;
let endpointWorks = true;
let watch: Listener;

beforeAll(async () => {
  endpoint = await listen(async ({ request, body, response }) => {
    const signed = request.headers["x-hub-signature-256"] === signatureOf(body, secret);
    response.writeHead(endpointWorks && signed ? 200 : 401);
    response.end(JSON.stringify(endpointWorks ? { pong: true } : { error: { code: "signature_invalid" } }));
  });
  watch = await listen((exchange) =>
    serveJson(
      {
        target: "GraniteServiceVersion20100801",
        version: "1.0",
        operations: {
          DescribeAlarms: ({ AlarmNamePrefix, StateValue }) => ({
            MetricAlarms: cloudWatch.alarms.filter(
              ({ AlarmName, State }) =>
                String(AlarmName).startsWith(String(AlarmNamePrefix)) && State === StateValue,
            ),
          }),
          GetMetricData: ({ MetricDataQueries }) => {
            const ids = (MetricDataQueries as { Id: string }[]).map(({ Id }) => Id);
            return { MetricDataResults: cloudWatch.functions.filter(({ Id }) => ids.includes(Id)) };
          },
          GetMetricStatistics: () => ({
            Datapoints: [
              { Timestamp: Date.now() / 1000 - 60, Maximum: cloudWatch.oldest },
              { Timestamp: Date.now() / 1000 - 300, Maximum: 1 },
            ],
          }),
        },
      },
      exchange,
      () => {},
    ),
  );
  github = await startTestGitHub({
    webhookUrl: `${endpoint.url}/webhooks/github`,
    app: { permissions: appPermissions },
  });
  stack = await startOperatorStack({
    gitHubApiUrl: github.url,
    httpEndpoint: endpoint.url,
    github: { app_id: github.appId, private_key: github.privateKey, webhook_secret: secret },
  });
  await createSweepMarks(stack.ref("IdempotencyTable")).advance(
    "answers",
    new Date(Date.now() - 120_000).toISOString(),
  );
});

afterAll(async () => {
  await Promise.all([stack.stop(), github.stop(), endpoint.close(), watch.close()]);
});

const run = (...args: string[]) =>
  stack.run(["doctor", ...args], { env: { AWS_ENDPOINT_URL_CLOUDWATCH: watch.url } });

interface Found {
  check: string;
  level: string;
  detail: string;
  advice?: string;
}

describe("doctor", () => {
  test("passes a healthy stack", async () => {
    const { code, stdout, stderr } = await run();
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    const level = (check: string) => new RegExp(`^(\\S+) +${check} `, "m").exec(stdout)?.[1];
    const checks = [
      ...["stack", "outputs", "concurrency", "webhook_secret", "app", "endpoint", "edge", "rollout"],
      ...["intake", "event queue", "dead letters", "failed invocations", "deliveries stuck"],
      ...["dispatch failing", "jobs stuck", "jobs waiting"],
      ...["recent jobs", "circuits", "budgets", "sweep", "functions", "alarms"],
    ];
    expect(checks.map((check) => [check, level(check)])).toEqual(checks.map((check) => [check, "ok"]));
    expect(stdout).toMatch(/^ok {3}endpoint +http:\S+\/webhooks\/github answered a signed ping in \d+ ms$/m);
    expect(stdout).not.toContain(secret);
  });

  test("warns that an App without the permission for check runs shows none", async () => {
    const { code, stdout } = await run();
    expect(code).toBe(0);
    expect(stdout).toMatch(
      /^warn optional permissions +without permission checks: write, jobs are not shown/m,
    );
  });

  test("does not count a cancelled job as failed", async () => {
    const taken = await stack.jobs.create(aNewJob({ job_id: "cancelled" }), aNote);
    const dispatched = await stack.jobs.transition(taken, "DISPATCHED", aNote);
    const actor = "github:octocat";
    await stack.jobs.transition(dispatched, "CANCELLED", { ...aNote, actor, reason: "/cancel" });

    const { code, stdout } = await run();
    expect(code).toBe(0);
    expect(stdout).toMatch(/^ok {3}recent jobs +0 of 1 jobs failed in the last hour$/m);
  });

  test("reports every problem with advice", async () => {
    const ago = (minutes: number) => () => Date.now() - minutes * 60_000;
    const send = (queue: string, body: string) =>
      new SQSClient({}).send(new SendMessageCommand({ QueueUrl: stack.ref(queue), MessageBody: body }));
    const jobs = (minutes: number) => createJobTable(stack.ref("JobTable"), documentClient(), ago(minutes));
    await stack.run(["pause", "--reason", "restoring", "--actor", "ada"]);
    const failed = await stack.jobs.create(aNewJob({ job_id: "failed", employee: "security" }), aNote);
    const dispatched = await stack.jobs.transition(failed, "DISPATCHED", aNote);
    const broken = await stack.jobs.transition(dispatched, "WORKER_FAILED", aNote, { outcome: "failed" });
    const circuit = await stack.circuits.read({ provider: "github", key: "*" });
    const open = { ...circuit, state: "open", version: 1, until: Date.now() + 60_000 } as const;
    const received_at = new Date(ago(10)()).toISOString();
    await Promise.all([
      stack.jobs.transition(broken, "NOTIFIED", aNote),
      jobs(90).create(aNewJob({ job_id: "stuck" }), aNote),
      jobs(30)
        .create(aNewJob({ job_id: "waiting" }), aNote)
        .then((job) => jobs(30).transition(job, "DISPATCHED", aNote)),
      send("EventQueue", "{}"),
      send("EventDeadLetterQueue", "{}"),
      send("FailedInvocationQueue", "{}"),
      send("FailedInvocationQueue", "{}"),
      stack.deliveries.receive(anEnvelope({ received_at })),
      stack.circuits.replace({ provider: "github", key: "*" }, circuit, { ...open, reason: "github_failed" }),
      createBudgetTable(stack.ref("IdempotencyTable")).reserve(
        { key: "stage#test", scope: "stage", name: "test", limit: 5_000_000 },
        dayOf(Date.now()),
        { run: "a-job-r1", micros: 4_000_000 },
      ),
    ]);
    const failing = (delivery_id: string) =>
      anEnvelope({ delivery_id, received_at: new Date(ago(6)()).toISOString() });
    const deliveries = (minutes: number) =>
      createDeliveryTable(stack.ref("IdempotencyTable"), documentClient(), ago(minutes));
    for (const delivery_id of ["fails-often", "failed-once", "failed-long-ago", "went-on"]) {
      await stack.deliveries.receive(failing(delivery_id));
      await stack.deliveries.enqueued(failing(delivery_id));
    }
    for (const minutes of [6, 5, 4, 3, 2, 1]) {
      await deliveries(minutes).failing(failing("fails-often"), "github_failed");
    }
    await deliveries(0).failing(failing("failed-once"), "intent_busy");
    await deliveries(30).failing(failing("failed-long-ago"), "secret_incomplete");
    await deliveries(1).failing(failing("went-on"), "intent_busy");
    await stack.deliveries.finish(failing("went-on"), { kind: "ignored", reason: "bot" });
    const alarm = (name: string, AlarmDescription: string, State = "ALARM") => ({
      ...{ AlarmName: `pr-comment-automation-${name}`, AlarmDescription, State },
      StateUpdatedTimestamp: Date.now() / 1000 - 600,
    });
    cloudWatch.alarms = [
      alarm("test-queue-stuck", "Page: messages wait. Check: aws sqs …"),
      alarm("test-jobs-stuck", "Ticket: jobs wait"),
      alarm("test-api-failing", "Page: 5xx", "OK"),
      alarm("prod-api-failing", "Page: 5xx"),
    ];
    const service = "pr-comment-automation";
    cloudWatch.functions = [
      { Id: "errors", Label: `${service}-test-publishResult`, Values: [2, 0, 5] },
      { Id: "errors", Label: `${service}-test-runEmployee`, Values: [0] },
      { Id: "errors", Label: `${service}-tester-runEmployee`, Values: [1] },
      { Id: "throttles", Label: `${service}-test-dispatchEvent`, Values: [3] },
    ];
    cloudWatch.oldest = 900;
    endpointWorks = false;

    const { code, stdout, stderr } = await run("--json");
    expect(code).toBe(1);
    const { ok, findings } = JSON.parse(stdout) as { ok: boolean; findings: Found[] };
    expect(ok).toBe(false);
    const found = (check: string) =>
      findings.filter((one) => one.check === check).map(({ level, detail }) => `${level}: ${detail}`);
    expect(found("endpoint")).toEqual([
      expect.stringMatching(/^failed: .* answered 401 \(signature_invalid\)$/),
    ]);
    expect(found("intake")).toEqual([
      expect.stringMatching(/^warning: Disabled, paused by operator:ada since .*: restoring$/),
    ]);
    expect(found("event queue")).toEqual([
      "failed: 1 queued, the oldest for 15 min, 0 in progress, 0 delayed",
    ]);
    expect(found("dead letters")).toEqual(["failed: 1 in the queue"]);
    expect(found("failed invocations")).toEqual(["failed: 2 in the queue"]);
    expect(found("deliveries stuck")).toEqual([
      expect.stringMatching(/^failed: 1 in RECEIVED, the oldest since \S+ \(10 min ago\)$/),
    ]);
    const where = `\\(${anEnvelope().repo}#${anEnvelope().pr_number}\\)`;
    expect(found("dispatch failing").toSorted()).toEqual([
      expect.stringMatching(
        new RegExp(
          `^failed: github_failed, 6 attempts in 5 min since \\S+ \\(6 min ago\\): fails-often ${where}$`,
        ),
      ),
      expect.stringMatching(/^warning: intent_busy, 1 attempt since .*: failed-once /),
    ]);
    expect(found("jobs stuck")).toEqual(["failed: 1 job not dispatched for an hour"]);
    expect(found("jobs waiting")).toEqual(["warning: 1 job unchanged for 20 min"]);
    expect(found("recent jobs")).toEqual(["warning: 1 of 2 jobs failed in the last hour, of security"]);
    expect(found("circuits")).toEqual([
      expect.stringMatching(/^warning: github \* is open until .*: github_failed$/),
    ]);
    expect(found("budgets")).toEqual(["warning: $4.00 of the stage's $5.00 are used today"]);
    expect(found("functions")).toEqual([
      "warning: publishResult: 7 failed in the last hour",
      "warning: dispatchEvent: 3 throttled in the last hour",
    ]);
    expect(found("alarms")).toEqual([
      expect.stringMatching(/^failed: queue-stuck active since .* \(10 min ago\)$/),
      expect.stringMatching(/^warning: jobs-stuck active since/),
    ]);
    const withoutAdvice = findings.filter(({ level, advice }) => level === "failed" && !advice);
    expect(withoutAdvice).toEqual([]);
    expect(stderr).toMatch(/^error: \d+ of \d+ checks failed\.\ndocs\/operating\.md/);
  });

  test("counts all jobs, however many there are", async () => {
    const hour = createJobTable(stack.ref("JobTable"), documentClient(), () => Date.now() - 90 * 60_000);
    const ended = async () => {
      const [recent] = await checkEndedJobs(await findStack({ stage: "test", region: "eu-central-1" }));
      return Number(/ of (\d+) jobs failed in the last hour/.exec(recent?.detail ?? "")?.[1]);
    };
    const before = await ended();
    for (let n = 0; n < 130; n++) await hour.create(aNewJob({ job_id: `stuck-${n}` }), aNote);
    const jobs = createJobTable(stack.ref("JobTable"));
    for (let n = 0; n < 220; n++) {
      const job = await jobs.create(aNewJob({ job_id: `cancelled-${n}`, employee: "docs" }), aNote);
      await jobs.transition(job, "CANCELLED", aNote);
    }
    const [stuck] = await checkOpenJobs(await findStack({ stage: "test", region: "eu-central-1" }));
    expect(stuck).toMatchObject({ level: "failed", detail: "131 jobs not dispatched for an hour" });
    expect(await ended()).toBe(before + 220);
  });

  test("reports a check that throws as failed, and runs the others", async () => {
    const env = { AWS_ENDPOINT_URL_CLOUDWATCH: "http://127.0.0.1:9", AWS_MAX_ATTEMPTS: "1" };
    const { code, stdout } = await stack.run(["doctor"], { env });
    expect(code).toBe(1);
    expect(stdout).toMatch(/^FAIL alarms +AWS could not be reached\.\n +\S/m);
    expect(stdout).toMatch(/^FAIL dead letters +1 in the queue\n +See why: dlq list/m);
  });
});

test("functions are unknown if CloudWatch does not answer the query", async () => {
  cloudWatch.functions = [{ Id: "errors", Label: "errors", Values: [], StatusCode: "InternalError" }];

  const { stdout } = await run();
  expect(stdout).toMatch(/^- +functions +CloudWatch did not answer the query$/m);
});

describe("the endpoint and the stack", () => {
  const secretArn = () => stack.ref("GitHubSecret");
  const outputs = (values: Record<string, string>) => ({
    ...{ stage: "test", region: "eu-central-1", name: "s", status: "UPDATE_COMPLETE" },
    find: (key: string) => values[key] ?? null,
    output: (key: string) => values[key] ?? "",
  });

  test("an edge that can be bypassed fails", async () => {
    endpointWorks = true;
    const values = {
      ...{ WebhookUrl: "http://edge.test:9/webhooks/github", EdgeDomainName: "edge.test" },
      ...{ DistributionId: "E1", HttpApiUrl: endpoint.url, GitHubSecretArn: secretArn() },
    };
    const [, edge] = await checkEndpoint(outputs(values));
    expect(edge).toMatchObject({
      check: "edge",
      level: "failed",
      detail: expect.stringContaining("answered 200"),
    });
  });

  test.each([403, 429])(
    "an edge that cannot be bypassed is fine: %i for a direct request",
    async (status) => {
      const origin = await listen(async ({ response }) => void response.writeHead(status).end("{}"));
      const values = {
        ...{ WebhookUrl: "http://edge.test:9/webhooks/github", EdgeDomainName: "edge.test" },
        ...{ DistributionId: "E1", HttpApiUrl: origin.url, GitHubSecretArn: secretArn() },
      };
      const [, edge] = await checkEndpoint(outputs(values));
      await origin.close();
      expect(edge).toMatchObject({ check: "edge", level: "ok" });
    },
  );

  test.each([
    ["UPDATE_COMPLETE", "ok"],
    ["UPDATE_IN_PROGRESS", "warning"],
    ["UPDATE_ROLLBACK_COMPLETE", "warning"],
    ["UPDATE_ROLLBACK_FAILED", "failed"],
    ["ROLLBACK_COMPLETE", "failed"],
  ])("a stack that is %s: %s", async (status, level) => {
    const [found, missing] = await checkStack({ ...outputs({ WebhookUrl: "x" }), status });
    expect(found?.level).toBe(level);
    expect(missing).toMatchObject({ check: "outputs", level: "failed" });
    expect(missing?.detail).toContain("JobTableName");
    expect(missing?.detail).not.toContain("WebhookUrl");
  });
});
