import { afterAll, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import { createReplayRun } from "../../../../../operator/console/api/replay-run.ts";
import { createOperationLog } from "../../../../../operator/stack/operation-log.ts";
import { until } from "../../../local/aws/until.ts";
import { type ConsoleOnStack, startConsoleOnStack } from "../console-on-stack.ts";

let on: ConsoleOnStack;

beforeAll(async () => {
  on = await startConsoleOnStack();
});

afterAll(() => on.stop());

beforeEach(() => on.letters.empty());

const filter = { cause: "github_failed" };

describe("replaying all of a filter", () => {
  test("counts first and changes nothing, then sends what was counted, and records it", async () => {
    const chosen = [await on.letters.failed("github_failed"), await on.letters.failed("github_failed")];
    const other = await on.letters.failed("github_unreachable");
    const counted = await on.post("dead-letters/replay-count", { filter });
    expect(counted.body).toEqual({ count: 2, unreadable: 0, checked: 3, hidden: 0 });
    expect(await on.letters.left()).toHaveLength(3);

    const body = { filter, count: 2, per_second: 20, reason: "GitHub is back" };
    expect((await on.post("dead-letters/replay-all", body)).body).toMatchObject({ total: 2 });
    await until(async () => (await on.get("replay-run")).body.state === "done");
    expect((await on.get("replay-run")).body).toEqual({ state: "done", total: 2, sent: 2, problem: null });
    expect(await on.letters.left()).toEqual([other.message_id]);
    const operations = await createOperationLog(on.stack.ref("IdempotencyTable")).latest(2);
    expect(operations.map(({ kind, actor, reason }) => [kind, actor, reason])).toEqual(
      chosen.map(() => ["dlq_replay", "operator:ada", "GitHub is back"]),
    );
  });

  test("leaves unreadable messages out unless the filter names them", async () => {
    await on.letters.put("nonsense");
    expect((await on.post("dead-letters/replay-count", { all: true })).body).toMatchObject({
      ...{ count: 0, unreadable: 1 },
    });
    const named = { filter: { cause: "malformed_message" } };
    expect((await on.post("dead-letters/replay-count", named)).body).toMatchObject({ count: 1 });
  });

  test("sends nothing if more messages match than were counted", async () => {
    await on.letters.failed("github_failed");
    await on.letters.failed("github_failed");
    const body = { filter, count: 1, per_second: 20, reason: "x" };
    const { status, body: refused } = await on.post("dead-letters/replay-all", body);
    expect([status, refused.error.message]).toEqual([409, "Now 2 messages match, not 1."]);
    expect(await on.letters.left()).toHaveLength(2);
  });

  test.each([
    {},
    { filter: {} },
    { filter, all: true },
    { filter: { cause: "<b>" } },
    { filter: { repo: "payments" } },
    { filter: { since: "yesterday" } },
  ])("counts nothing for %j", async (body) => {
    expect((await on.post("dead-letters/replay-count", body)).status).toBe(400);
  });

  test.each([{ reason: "" }, { count: 0 }, { count: "all" }, { per_second: 51 }])(
    "sends nothing with %j",
    async (part) => {
      await on.letters.failed("github_failed");
      const body = { filter, count: 1, per_second: 5, reason: "x", ...part };
      expect((await on.post("dead-letters/replay-all", body)).status).toBe(400);
      expect(await on.letters.left()).toHaveLength(1);
    },
  );
});

describe("the list", () => {
  test("is filtered by cause, repository and time, with the number of matches", async () => {
    const { message_id } = await on.letters.failed("github_failed");
    await on.letters.failed("github_unreachable");
    const list = async (query: string) => (await on.get(`dead-letters?${query}`)).body;
    expect(await list("cause=github_failed")).toMatchObject({
      ...{ letters: [{ message_id }], total: 1, checked: 2 },
    });
    expect(await list("repo=octo-demo/payments")).toMatchObject({ total: 2 });
    expect(await list("since=2999-01-01T00:00:00Z")).toMatchObject({ total: 0, checked: 2 });
    expect((await on.get("dead-letters?cause=%3Cb%3E")).status).toBe(400);
  });
});

describe("dropping", () => {
  test("removes chosen messages with a reason, and records each", async () => {
    const { message_id } = await on.letters.failed("github_failed");
    const other = await on.letters.failed("github_failed");
    const body = { message_ids: [message_id, "gone"], reason: "answered by hand" };
    expect((await on.post("dead-letters/drop", body)).body).toEqual({ chosen: 2, dropped: 1 });
    expect(await on.letters.left()).toEqual([other.message_id]);
    const [operation] = await createOperationLog(on.stack.ref("IdempotencyTable")).latest(1);
    expect(operation).toMatchObject({
      ...{ kind: "dlq_drop", actor: "operator:ada", reason: "answered by hand", ids: { message_id } },
    });
  });

  test("removes failed invocations", async () => {
    await on.letters.put("{}", "FailedInvocationQueue");
    const { invocations } = (await on.get("failed-invocations")).body;
    const ids = invocations.map(({ message_id }: { message_id: string }) => message_id);
    const { body } = await on.post("failed-invocations/drop", { message_ids: ids, reason: "seen" });
    expect(body).toEqual({ chosen: 1, dropped: 1 });
    expect((await on.get("failed-invocations")).body.invocations).toEqual([]);
  });

  test.each([{ message_ids: ["m"] }, { message_ids: [], reason: "x" }])(
    "removes nothing for %j",
    async (body) => {
      expect((await on.post("dead-letters/drop", body)).status).toBe(400);
      expect((await on.post("failed-invocations/drop", body)).status).toBe(400);
    },
  );
});

describe("a run", () => {
  test("is the only one, reports its progress, and stops when asked", async () => {
    const run = createReplayRun();
    const work = Promise.withResolvers<number>();
    let progress: { done(count: number): void; stopped(): boolean } | undefined;
    run.start(9, (given) => {
      progress = given;
      return work.promise;
    });
    progress?.done(3);
    expect(run.state()).toEqual({ state: "running", total: 9, sent: 3, problem: null });
    expect(() => run.requireIdle()).toThrow("3 of 9");
    expect(() => run.start(1, async () => 1)).toThrow("3 of 9");
    expect(progress?.stopped()).toBe(false);
    run.stop();
    expect(progress?.stopped()).toBe(true);
    work.resolve(4);
    await work.promise;
    expect(run.state()).toEqual({ state: "stopped", total: 9, sent: 4, problem: null });
    run.requireIdle();
  });

  test("says why it failed", async () => {
    const run = createReplayRun();
    run.start(2, async () => {
      throw new TypeError("secret words of a library");
    });
    await until(async () => run.state().state === "failed");
    expect(run.state().problem?.message).toBe("Unexpected error (TypeError).");
  });
});
