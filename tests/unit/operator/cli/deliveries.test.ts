import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { createOperationLog } from "../../../../operator/stack/operation-log.ts";
import { type OperatorStack, startOperatorStack } from "../../../fakes/operator-stack.ts";
import { anEnvelope } from "../../../fakes/records/envelope.ts";
import { aNewJob, aNote } from "../../../fakes/records/job.ts";
import { payments, startReceiver, startTestGitHub, type TestGitHub } from "../../local/github/support.ts";

let github: TestGitHub;
let receiver: Awaited<ReturnType<typeof startReceiver>>;
let stack: OperatorStack;
let processed: string;
let lost: string;
let stuck: string;

/** Has GitHub deliver an event, answered with this status. Returns its GUID. */
async function deliver(status: number): Promise<string> {
  receiver.answer.status = status;
  await github.call("POST", `${payments}/issues/7/comments`, { body: "hush" });
  await github.deliveries.idle();
  return github.deliveries.newestFirst()[0]?.guid ?? "";
}

beforeAll(async () => {
  receiver = await startReceiver();
  github = await startTestGitHub({ webhookUrl: receiver.url });
  stack = await startOperatorStack({
    gitHubApiUrl: github.url,
    github: { app_id: github.appId, private_key: github.privateKey, webhook_secret: "s" },
  });
  const accept = async (delivery_id: string) => {
    const envelope = anEnvelope({ delivery_id, hook_id: String(github.hookId) });
    await stack.deliveries.receive(envelope);
    return envelope;
  };
  processed = await deliver(202);
  const done = await accept(processed);
  await stack.deliveries.enqueued(done);
  await stack.deliveries.finish(done, { kind: "ignored", reason: "no_command" });
  lost = await deliver(503);
  stuck = await deliver(202);
  await accept(stuck);
});

afterAll(async () => {
  await Promise.all([stack.stop(), github.stop(), receiver.stop()]);
});

describe("deliveries", () => {
  test("lists events with both sides, newest first", async () => {
    const { code, stdout, stderr } = await stack.run(["deliveries"]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    const [head, ...lines] = stdout.trimEnd().split("\n");
    expect(head).toMatch(/^DELIVERY +EVENT +REPOSITORY +LAST ATTEMPT +GITHUB +HERE +OUTCOME +NOTE$/);
    expect(lines.map((line) => line.split(" ")[0])).toEqual([stuck, lost, processed]);
    expect(lines[0]).toMatch(/ 202 +RECEIVED +- +accepted, not in the queue$/);
    expect(lines[1]).toMatch(
      / issue_comment\.created +octo-demo\/payments .* 503 +- +- +delivery failed, never accepted$/,
    );
    expect(lines[2]).toMatch(/ 202 +PROCESSED +ignored: no_command$/);
    expect(stdout).not.toContain("hush");
  });

  test("prints only gaps as JSON", async () => {
    const { code, stdout } = await stack.run(["deliveries", "--gaps", "--limit", "1", "--json"]);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toEqual({
      stack: "pr-comment-automation-test",
      since: expect.any(String),
      deliveries: [
        {
          ...{ guid: stuck, event: "issue_comment", action: "created", repo: "octo-demo/payments" },
          ...{ pr_number: 7, sender: "octavia" },
          ...{ delivered_at: expect.any(String), status_codes: [202], redelivered: 0 },
          ...{ status: "RECEIVED", outcome: null, shadow: false, gap: "not_enqueued" },
          ...{ last_failure: null, failures: null, failing_since: null },
        },
      ],
    });
  });

  test("does not call GitHub while its circuit is open", async () => {
    const id = { provider: "github", key: "*" };
    const before = await stack.circuits.read(id);
    const limited = { ...before, state: "open", version: 1, until: Date.now() + 60_000 } as const;
    await stack.circuits.replace(id, before, { ...limited, reason: "github_rate_limited" });
    const { code, stdout, stderr } = await stack.run(["deliveries"]);
    await stack.circuits.replace(id, limited, { ...before, version: 2 });
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toMatch(/Calls to github are blocked for another \d+ s \(github_rate_limited\)/);
    expect(stderr).toContain("circuit list");
  });
});

describe("redeliver", () => {
  test("has GitHub deliver it again under its GUID, and records who asked and why", async () => {
    receiver.answer.status = 202;
    const count = receiver.received.length;
    const args = ["redeliver", lost, "--reason", "lost in\nthe outage", "--actor", "ada"];
    const { code, stdout, stderr } = await stack.run(args);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toBe(`GitHub is delivering ${lost} again.\n`);
    await github.deliveries.idle();
    expect(receiver.received.slice(count).map(({ headers }) => headers["x-github-delivery"])).toEqual([lost]);
    expect(await createOperationLog(stack.ref("IdempotencyTable")).latest(5)).toEqual([
      {
        ...{ kind: "redeliver", at: expect.any(String), actor: "operator:ada", reason: "lost in the outage" },
        ids: { delivery_id: lost, hook_id: String(github.hookId) },
      },
    ]);
  });

  test("shows that an accepted delivery is a repeat", async () => {
    const { code, stderr } = await stack.run(["redeliver", processed, "--reason", "to see"]);
    expect(code).toBe(0);
    expect(stderr).toContain("It is already PROCESSED here");
  });

  test("reports a delivery that GitHub does not have", async () => {
    const asked = receiver.received.length;
    const { code, stderr } = await stack.run(["redeliver", "nothing", "--reason", "to see"]);
    expect(code).toBe(1);
    expect(stderr).toContain("GitHub's list of app has no delivery nothing.");
    await github.deliveries.idle();
    expect(receiver.received).toHaveLength(asked);
  });

  test("needs a reason", async () => {
    const { code, stderr } = await stack.run(["redeliver", lost]);
    expect(code).toBe(2);
    expect(stderr).toContain("--reason");
  });
});

describe("a delivery that fails", () => {
  const failing = () => anEnvelope({ delivery_id: stuck, hook_id: String(github.hookId) });
  const now = () => new Date().toISOString();

  test("is listed with its cause, also without GitHub", async () => {
    const envelope = { ...failing(), delivery_id: "not-of-github", received_at: now() };
    for (const one of [envelope, { ...failing(), delivery_id: lost, received_at: now() }]) {
      await stack.deliveries.receive(one);
      await stack.deliveries.enqueued(one);
      await stack.deliveries.failing(one, "github_unreachable");
      await stack.deliveries.failing(one, "github_unreachable");
    }
    const listed = await stack.run(["deliveries", "--gaps"]);
    expect(listed.stdout).toMatch(new RegExp(`^${lost}.* failing: github_unreachable, 2 attempts`, "m"));

    // Works while GitHub is unreachable.
    const env = { GITHUB_API_URL: "http://127.0.0.1:9" };
    const { code, stdout } = await stack.run(["deliveries", "--failing"], { env });
    expect(code).toBe(0);
    expect(stdout.split("\n").filter((line) => line.includes("github_unreachable, 2 attempts"))).toHaveLength(
      2,
    );
    const json = JSON.parse((await stack.run(["deliveries", "--failing", "--json"], { env })).stdout);
    expect(json).toMatchObject({
      total: 2,
      deliveries: [{ failures: 2, last_failure: { code: expect.any(String) } }, {}],
    });
  });

  test("is found by its GUID, even if GitHub no longer has it", async () => {
    const both = await stack.run(["deliveries", lost]);
    expect(both.code).toBe(0);
    expect(both.stdout).toMatch(/^status +ENQUEUED$/m);
    expect(both.stdout).toMatch(/^failing +github_unreachable, 2 attempts.*, the last /m);
    expect(both.stdout).toMatch(/^\S+ \(.*\) +503$/m);

    const ours = await stack.run(["deliveries", "not-of-github"]);
    expect(ours.code).toBe(0);
    expect(ours.stdout).toMatch(/^delivery +not-of-github$/m);
    expect(ours.stdout).toContain("GitHub's list has no record of it: GitHub keeps three days.");

    const unreachable = await stack.run(["deliveries", "not-of-github"], {
      env: { GITHUB_API_URL: "http://127.0.0.1:9" },
    });
    expect(unreachable.code).toBe(0);
    expect(unreachable.stdout).toMatch(/^failing +github_unreachable/m);
    expect(unreachable.stdout).toMatch(/^GitHub could not be queried: /m);
  });

  test("is found with its jobs even if another hook delivered it", async () => {
    const envelope = anEnvelope({ delivery_id: "by-another-hook", hook_id: "12345", received_at: now() });
    await stack.deliveries.receive(envelope);
    const job = await stack.jobs.create(
      aNewJob({
        job_id: "a-job-in-shadow",
        delivery_id: "by-another-hook",
        hook_id: "12345",
        mode: "shadow",
      }),
      aNote,
    );
    await stack.jobs.transition(job, "IGNORED", aNote);
    await stack.deliveries.finish(envelope, { kind: "dispatched", job_ids: [job.job_id] });
    const { stdout } = await stack.run(["deliveries", "by-another-hook"]);
    expect(stdout).toMatch(/^hook +12345$/m);
    expect(stdout).toMatch(/^a-job-in-shadow +SHADOW \(recorded\) /m);

    const alone = anEnvelope({ delivery_id: "without-jobs", hook_id: "54321", received_at: now() });
    await stack.deliveries.receive(alone);
    expect((await stack.run(["deliveries", "without-jobs"])).stdout).toMatch(/^hook +54321$/m);
  });

  test("reports a delivery that neither side has", async () => {
    const { code, stderr } = await stack.run(["deliveries", "nowhere"]);
    expect(code).toBe(1);
    expect(stderr).toContain("Delivery nowhere is neither here nor in GitHub's list.");
    expect(await stack.run(["deliveries", "nowhere", "--gaps"])).toMatchObject({ code: 2 });
  });
});
