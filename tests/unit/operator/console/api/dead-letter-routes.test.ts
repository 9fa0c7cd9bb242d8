import { afterAll, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import { createOperationLog } from "../../../../../operator/stack/operation-log.ts";
import { until } from "../../../local/aws/until.ts";
import { type ConsoleOnStack, startConsoleOnStack } from "../console-on-stack.ts";

let on: ConsoleOnStack;

beforeAll(async () => {
  on = await startConsoleOnStack();
});

afterAll(() => on.stop());

const id = `${"a".repeat(26)}-summary`;

beforeEach(() => on.letters.empty());

describe("dead-letter messages", () => {
  test("are listed with their cause, and shown with their body only on request", async () => {
    const { envelope, message_id } = await on.letters.failed("github_failed");
    const { body } = await on.get("dead-letters");
    expect(body).toMatchObject({ hidden: 0, letters: [{ message_id, cause: "github_failed" }] });
    const one = await on.get(`dead-letters/${message_id}`);
    expect(one.body).toMatchObject({
      letter: { delivery_id: envelope.delivery_id, cause: "github_failed", jobs: [] },
      lines: null,
    });
    expect(JSON.stringify([body, one.body])).not.toContain("hush");
    expect((await on.get(`dead-letters/${message_id}?body`)).body.lines.join()).toContain("hush");
    expect((await on.get("dead-letters/missing")).status).toBe(404);
    expect(await on.letters.left()).toEqual([message_id]);
  });

  test("are replayed and recorded, also in the timeline of their delivery's job", async () => {
    const chosen = await on.letters.failed("github_failed");
    const other = await on.letters.failed("github_failed");
    const { delivery_id, hook_id } = chosen.envelope;
    await on.jobIn(id, [], 0, { delivery_id, hook_id });
    const ids = [chosen.message_id];
    const { status, body } = await on.post("dead-letters/replay", {
      message_ids: ids,
      reason: "the fix is out",
    });
    expect([status, body]).toEqual([200, { chosen: 1, replayed: 1 }]);
    await until(async () => on.stack.dispatched().includes(delivery_id));
    expect(await on.letters.left()).toEqual([other.message_id]);
    const [operation] = await createOperationLog(on.stack.ref("IdempotencyTable")).latest(1);
    expect(operation).toMatchObject({
      ...{ kind: "dlq_replay", actor: "operator:ada", reason: "the fix is out", ids: { delivery_id } },
    });
    const moments = (await on.get(`jobs/${id}`)).body.moments;
    expect(moments).toContainEqual(
      expect.objectContaining({ what: "delivery dlq_replay", actor: "operator:ada" }),
    );
  });

  test("are not counted if they are gone", async () => {
    const { message_id } = await on.letters.failed("github_failed");
    const { body } = await on.post("dead-letters/replay", { message_ids: [message_id, "gone"], reason: "x" });
    expect(body).toEqual({ chosen: 2, replayed: 1 });
  });

  test.each([
    { reason: "x" },
    { reason: "x", message_ids: [] },
    { reason: "x", message_ids: "all" },
    { reason: "x", message_ids: [7] },
    { reason: "x", message_ids: Array.from({ length: 201 }, (_, n) => `m${n}`) },
    { message_ids: ["m"] },
  ])("are not replayed for %j", async (body) => {
    const { message_id } = await on.letters.failed("github_failed");
    expect((await on.post("dead-letters/replay", body)).status).toBe(400);
    expect(await on.letters.left()).toEqual([message_id]);
  });

  test("are the same for two simultaneous readers", async () => {
    const { message_id } = await on.letters.failed("github_failed");
    const both = await Promise.all([on.get("dead-letters"), on.get("dead-letters")]);
    expect(both.map(({ body }) => body.letters.map((one: { message_id: string }) => one.message_id))).toEqual(
      [[message_id], [message_id]],
    );
  });

  test("are listed separately from failed invocations", async () => {
    await on.letters.put("{}", "FailedInvocationQueue");
    expect((await on.get("failed-invocations")).body.invocations).toHaveLength(1);
  });
});
