import { afterAll, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import { createOperationLog } from "../../../../operator/stack/operation-log.ts";
import { type OperatorStack, startOperatorStack } from "../../../fakes/operator-stack.ts";
import { anEnvelope } from "../../../fakes/records/envelope.ts";
import { aNewJob, aNote } from "../../../fakes/records/job.ts";
import { command } from "./command.ts";
import { deadLettersOf } from "./dead-letters.ts";

let stack: OperatorStack;
let letters: ReturnType<typeof deadLettersOf>;

beforeAll(async () => {
  stack = await startOperatorStack({});
  letters = deadLettersOf(stack);
});

afterAll(() => stack.stop());

beforeEach(() => letters.empty());

describe("dlq list", () => {
  test("lists what could not be dispatched and why, oldest first, and removes nothing", async () => {
    const first = await letters.failed("github_failed");
    const second = await letters.failed(null, { repo: "octo-demo/other", pr_number: 12, action: "edited" });
    const third = await letters.put("poison");
    const { code, stdout, stderr } = await stack.run(["dlq", "list"]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    const [head, ...lines] = stdout.trimEnd().split("\n");
    expect(head).toMatch(/^MESSAGE +SENT +RECEIVED +DELIVERY +PULL REQUEST +EVENT +CAUSE$/);
    expect(lines.map((line) => line.split(" ")[0])).toEqual([first.message_id, second.message_id, third]);
    expect(lines[0]).toMatch(
      new RegExp(
        `${first.envelope.delivery_id}  octo-demo/payments#7 +issue_comment.created +github_failed$`,
      ),
    );
    expect(lines[1]).toMatch(/ octo-demo\/other#12 +issue_comment.edited +not_noted$/);
    expect(lines[2]).toMatch(/ - +- +- +malformed_message$/);
    expect(stdout).not.toMatch(/hush|poison/);
    expect(await letters.left()).toHaveLength(3);
  });

  test("prints filtered messages as JSON", async () => {
    await letters.failed("github_failed");
    const { envelope, message_id } = await letters.failed("intent_busy");
    const { code, stdout } = await command(["dlq", "list", "--cause", "intent_busy", "--json"]);
    expect(code).toBe(0);
    const { delivery_id, hook_id, repo, pr_number, received_at } = envelope;
    expect(JSON.parse(stdout)).toEqual({
      ...{ stack: "pr-comment-automation-test", total: 1 },
      letters: [
        {
          ...{
            message_id,
            sent_at: expect.any(String),
            receive_count: 1,
            delivery_id,
            hook_id,
            repo,
            pr_number,
          },
          ...{ event: "issue_comment.created", received_at, status: "ENQUEUED", cause: "intent_busy" },
          cause_at: expect.any(String),
        },
      ],
    });
  });

  test("reports an empty queue", async () => {
    expect(await command(["dlq", "list"])).toEqual({
      code: 0,
      stdout: "",
      stderr: "There are no dead-letter messages.\n",
    });
  });

  test("lists failed invocations separately", async () => {
    const functionArn = "arn:aws:lambda:eu-central-1:123456789012:function:stage-pingWebhook:$LATEST";
    const requestContext = { functionArn, condition: "RetriesExhausted", approximateInvokeCount: 1 };
    const id = await letters.put(
      JSON.stringify({ requestContext, requestPayload: "hush" }),
      "FailedInvocationQueue",
    );
    const { code, stdout } = await command(["dlq", "list", "--failed-invocations"]);
    expect(code).toBe(0);
    expect(stdout).toMatch(new RegExp(`^${id} .* stage-pingWebhook +1 +RetriesExhausted$`, "m"));
    expect(stdout).not.toContain("hush");
    const wrong = await command(["dlq", "list", "--failed-invocations", "--repo", "o/r"]);
    expect(wrong.code).toBe(2);
  });
});

describe("dlq show", () => {
  test("shows a message with its jobs, its text only on request", async () => {
    const { envelope, message_id } = await letters.failed("github_failed");
    const job_id = `${"b".repeat(26)}-summary`;
    await stack.jobs.create(aNewJob({ job_id, delivery_id: envelope.delivery_id }), aNote);
    const { code, stdout } = await command(["dlq", "show", message_id]);
    expect(code).toBe(0);
    expect(stdout).toMatch(new RegExp(`^jobs +${job_id}$`, "m"));
    expect(stdout).toMatch(/^cause +github_failed$/m);
    expect(stdout).not.toContain("hush");
    const whole = await command(["dlq", "show", message_id, "--body", "--json"]);
    expect(JSON.parse(JSON.parse(whole.stdout).body)).toEqual(envelope);
    expect(await letters.left()).toEqual([message_id]);
  });

  test("escapes control characters", async () => {
    const id = await letters.put("\u202e\tpoison");
    const { stdout } = await command(["dlq", "show", id, "--body"]);
    expect(stdout).toContain('"[U+202E]\\tpoison"');
  });

  test("reports a missing message", async () => {
    const { code, stderr } = await command(["dlq", "show", "nothing"]);
    expect(code).toBe(1);
    expect(stderr).toContain("Not found among the dead-letter messages: nothing.");
  });
});

describe("dlq drop", () => {
  test("removes the given messages, and records who did it and why", async () => {
    const { envelope, message_id } = await letters.failed("github_failed");
    const stays = await letters.put("poison");
    const by = ["--reason", "answered by hand", "--actor", "ada"];
    const { code, stdout, stderr } = await command(["dlq", "drop", message_id, "nothing", ...by]);
    expect(code).toBe(1);
    expect(stdout).toBe(`Dropped ${message_id} of delivery ${envelope.delivery_id}.\n`);
    expect(stderr).toContain("Not found among the dead-letter messages: nothing.");
    expect(await letters.left()).toEqual([stays]);
    const { delivery_id, hook_id, repo, pr_number } = envelope;
    const operation = { kind: "dlq_drop", actor: "operator:ada", reason: "answered by hand" };
    expect(await createOperationLog(stack.ref("IdempotencyTable")).latest(1)).toEqual([
      { ...operation, at: expect.any(String), ids: { message_id, delivery_id, hook_id, repo, pr_number } },
    ]);
  });

  test("creates no record for a delivery without one", async () => {
    const envelope = anEnvelope({ delivery_id: "never-received" });
    const id = await letters.put(JSON.stringify(envelope));
    expect(await command(["dlq", "drop", id, "--reason", "seen"])).toMatchObject({ code: 0 });
    expect(await stack.deliveries.status(envelope)).toBeNull();
  });

  test("removes a failed invocation", async () => {
    const id = await letters.put("{}", "FailedInvocationQueue");
    const args = ["dlq", "drop", id, "--failed-invocations", "--reason", "seen"];
    expect(await command(args)).toMatchObject({ code: 0, stdout: `Dropped ${id}.\n` });
  });
});
