import { afterAll, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import { createOperationLog } from "../../../../operator/stack/operations/operation-log.ts";
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
    ["nothing is chosen", [], /A replay of everything has to be asked for/],
    ["all and some are chosen", ["--all", "--repo", "o/r"], /contradict each other/],
    ["nobody says why", ["--all", "--yes"], /needs a reason/],
    ["nobody is there to ask", ["--all", ...why], /Nobody is there to ask\.\nAdd --yes/],
  ])("is refused when %s", async (_what, args, said) => {
    const { message_id } = await letters.failed("github_failed");
    const { code, stdout, stderr } = await command(["dlq", "replay", ...args]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toMatch(said);
    expect(await letters.left()).toEqual([message_id]);
  });

  test("a dry run says which and how many, and does nothing", async () => {
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

  test("the chosen ones reach the dispatcher as they are, and it is kept who did it and why", async () => {
    const chosen = [await letters.failed("github_failed"), await letters.failed("github_failed")];
    const other = await letters.failed("github_failed", { repo: "octo-demo/other" });
    const args = ["dlq", "replay", "--repo", "octo-demo/payments", "--yes", "--rate", "50", ...why];
    const { code, stdout, stderr } = await stack.run(args);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toBe("Sent 2 of 3 dead letters to pr-comment-automation-test again.\n");
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

  test("a job of such a delivery tells of it", async () => {
    const { envelope } = await letters.failed("github_failed");
    const job_id = `${"c".repeat(26)}-summary`;
    const { delivery_id, hook_id } = envelope;
    await stack.jobs.create(aNewJob({ job_id, delivery_id, hook_id }), aNote);
    await command(["dlq", "replay", "--all", "--yes", ...why]);
    const { stdout } = await command(["job", job_id]);
    expect(stdout).toMatch(/ delivery not dispatched .* github_failed/);
    expect(stdout).toMatch(/ delivery dlq_replay +operator:ada +the fix is out/);
  });

  test("what cannot be read stays, unless it is meant", async () => {
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
    expect(skipped.stderr).toContain("1 cannot be read and stay");
    expect(await letters.left()).toEqual([id]);
    const meant = await command(["dlq", "replay", "--cause", "malformed_message", "--dry-run"]);
    expect(meant.stdout).toContain(id);
  });

  test.each([
    ["y\n", 0, /^Sent 1 of 1 dead letters/],
    ["\n", 1, /^$/],
  ])("at a terminal a person is asked, and answers %j", async (answer, expected, said) => {
    const { message_id } = await letters.failed("github_failed");
    const args = ["dlq", "replay", "--message", message_id, ...why];
    const { code, stdout, stderr } = await command(args, answer);
    expect(code).toBe(expected);
    expect(stdout).toMatch(said);
    expect(stderr).toContain(
      "Send 1 of 1 dead letters to pr-comment-automation-test again, 5 a second? [y/N]",
    );
    expect(await letters.left()).toEqual(expected === 0 ? [] : [message_id]);
  });
});
