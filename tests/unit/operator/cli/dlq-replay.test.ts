import { afterAll, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import { createOperationLog } from "../../../../operator/stack/operation-log.ts";
import { type OperatorStack, startOperatorStack } from "../../../fakes/operator-stack.ts";
import { aNewJob, aNote } from "../../../fakes/records/job.ts";
import { until } from "../../local/aws/until.ts";
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

describe("dlq replay", () => {
  const why = ["--reason", "the fix is out", "--actor", "ada"];

  test.each([
    ["no message is chosen", [], /Use --all to replay everything/],
    ["--all and a filter are given", ["--all", "--repo", "o/r"], /contradict each other/],
    ["the reason is missing", ["--all", "--yes"], /needs a reason/],
    ["there is no terminal", ["--all", ...why], /Not a terminal; cannot confirm\.\nAdd --yes/],
  ])("is refused if %s", async (_what, args, said) => {
    const { message_id } = await letters.failed("github_failed");
    const { code, stdout, stderr } = await command(["dlq", "replay", ...args]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toMatch(said);
    expect(await letters.left()).toEqual([message_id]);
  });

  test("a dry run lists the messages and changes nothing", async () => {
    const { message_id, envelope } = await letters.failed("github_failed");
    await letters.failed("intent_busy");
    const { code, stdout, stderr } = await command([
      "dlq",
      "replay",
      "--cause",
      "github_failed",
      "--dry-run",
    ]);
    expect(code).toBe(0);
    expect(stdout.trimEnd().split("\n")).toHaveLength(2);
    expect(stdout).toContain(message_id);
    expect(stderr).toBe("1 of 2 would be sent. Nothing was changed.\n");
    expect(await letters.left()).toHaveLength(2);
    expect(stack.dispatched()).not.toContain(envelope.delivery_id);
  });

  test("sends the chosen messages to the dispatcher unchanged, and records who did it and why", async () => {
    const chosen = [await letters.failed("github_failed"), await letters.failed("github_failed")];
    const other = await letters.failed("github_failed", { repo: "octo-demo/other" });
    const args = ["dlq", "replay", "--repo", "octo-demo/payments", "--yes", "--rate", "50", ...why];
    const { code, stdout, stderr } = await stack.run(args);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toBe("Re-queued 2 of 3 dead-letter messages in pr-comment-automation-test.\n");
    await until(async () =>
      chosen.every(({ envelope }) => stack.dispatched().includes(envelope.delivery_id)),
    );
    expect(await letters.left()).toEqual([other.message_id]);
    const operations = await createOperationLog(stack.ref("IdempotencyTable")).latest(2);
    expect(operations.map(({ kind, actor, reason }) => [kind, actor, reason])).toEqual(
      chosen.map(() => ["dlq_replay", "operator:ada", "the fix is out"]),
    );
    expect(operations.map(({ ids }) => ids.delivery_id).toSorted()).toEqual(
      chosen.map(({ envelope }) => envelope.delivery_id).toSorted(),
    );
  });

  test("shows up in the timeline of the delivery's job", async () => {
    const { envelope } = await letters.failed("github_failed");
    const job_id = `${"c".repeat(26)}-summary`;
    const { delivery_id, hook_id } = envelope;
    await stack.jobs.create(aNewJob({ job_id, delivery_id, hook_id }), aNote);
    await command(["dlq", "replay", "--all", "--yes", ...why]);
    const { stdout } = await command(["job", job_id]);
    expect(stdout).toMatch(/ delivery not dispatched .* github_failed/);
    expect(stdout).toMatch(/ delivery dlq_replay +operator:ada +the fix is out/);
  });

  test("leaves unreadable messages, unless they are asked for", async () => {
    const id = await letters.put("poison");
    const skipped = await command(["dlq", "replay", "--all", "--yes", ...why, "--json"]);
    expect(JSON.parse(skipped.stdout)).toEqual({
      ...{
        stack: "pr-comment-automation-test",
        dry_run: false,
        looked: 1,
        chosen: 0,
        replayed: 0,
        letters: [],
      },
    });
    expect(skipped.stderr).toContain("1 cannot be read and stay in the queue");
    expect(await letters.left()).toEqual([id]);
    const chosen = await command(["dlq", "replay", "--cause", "malformed_message", "--dry-run"]);
    expect(chosen.stdout).toContain(id);
  });

  test.each([
    ["y\n", 0, /^Re-queued 1 of 1 dead-letter messages/],
    ["\n", 1, /^$/],
  ])("asks on a terminal, where the user answers %j", async (answer, expected, said) => {
    const { message_id } = await letters.failed("github_failed");
    const args = ["dlq", "replay", "--message", message_id, ...why];
    const { code, stdout, stderr } = await command(args, answer);
    expect(code).toBe(expected);
    expect(stdout).toMatch(said);
    expect(stderr).toContain(
      "Re-queue 1 of 1 dead-letter messages in pr-comment-automation-test, 5 per second? [y/N]",
    );
    expect(await letters.left()).toEqual(expected === 0 ? [] : [message_id]);
  });
});
