import { beforeEach, describe, expect, test } from "@jest/globals";
import type { CallbackStore, NewCallback } from "../../../core/callbacks/callback-store.ts";

/** The contract of every store of callbacks. */
export function callbackStoreContract(name: string, create: () => CallbackStore): void {
  describe(`${name} as a store of callbacks`, () => {
    let store: CallbackStore;
    let count = 0;
    let fresh: NewCallback;

    beforeEach(() => {
      count += 1;
      store = create();
      fresh = {
        key: `${count}`.padStart(64, "c"),
        job_id: "j-0123456789abcdef-security",
        attempt: 2,
        employee: "security",
        result_key: "results/j-0123456789abcdef-security/r2-x.json",
        task_token: "token-1",
        expires_at: "2026-11-23T09:10:00.000Z",
      };
    });

    const runFields = { dispatched_at: null, run: null, notice: null };
    const untouched = { earlier_tokens: [], heartbeat_at: null, progress: null, ...runFields };
    const dispatched_at = "2026-11-23T09:00:30.000Z";
    const run = { id: 7, url: "https://github.com/octo-org/octo-repo/actions/runs/7" };

    test("opens a callback, which then has no result, heartbeat, run or notice", async () => {
      expect(await store.read(fresh.key)).toBeNull();
      const opened = await store.open(fresh);
      expect(opened).toEqual({ ...fresh, ...untouched, status: "OPEN" });
      expect(await store.read(fresh.key)).toEqual(opened);
    });

    test("opening it again adds the task token, moves the end to the later time and changes nothing else", async () => {
      await store.open(fresh);
      await store.heartbeat(fresh.key, { at: "2026-11-23T09:01:00.000Z", progress: "half" });
      await store.note(fresh.key, { run });
      const expires_at = "2026-11-23T09:15:00.000Z";
      const again = await store.open({ ...fresh, task_token: "token-2", expires_at });
      const beat = { heartbeat_at: "2026-11-23T09:01:00.000Z", progress: "half" };
      const tokens = { task_token: "token-2", earlier_tokens: ["token-1"] };
      expect(again).toEqual({ ...fresh, ...untouched, ...beat, run, status: "OPEN", ...tokens, expires_at });
      expect(await store.read(fresh.key)).toEqual(again);
      // An earlier try whose write lands late.
      expect(await store.open({ ...fresh, task_token: "token-0" })).toMatchObject({ expires_at });
    });

    test("an earlier try that lands late takes no token away", async () => {
      await store.open({ ...fresh, task_token: "token-2" });
      await store.open({ ...fresh, task_token: "token-1" });
      await store.open({ ...fresh, task_token: "token-2" });
      const tokens = { task_token: "token-1", earlier_tokens: ["token-2"] };
      expect(await store.read(fresh.key)).toMatchObject(tokens);
    });

    test("tries at the same time keep each other's tokens, and of many the last ten are kept", async () => {
      await Promise.all(["a", "b", "c"].map((task_token) => store.open({ ...fresh, task_token })));
      const { task_token = "", earlier_tokens = [] } = (await store.read(fresh.key)) ?? {};
      expect([task_token, ...earlier_tokens].toSorted()).toEqual(["a", "b", "c"]);
      for (let n = 0; n < 12; n += 1) await store.open({ ...fresh, task_token: `try-${n}` });
      const kept = (await store.read(fresh.key))?.earlier_tokens;
      expect(kept).toEqual(Array.from({ length: 9 }, (_, n) => `try-${10 - n}`));
    });

    test.each(["RESULT", "CLOSED"] as const)("a %s callback stays as it is", async (status) => {
      await store.open(fresh);
      const ended = { ...fresh, ...untouched, status };
      expect(await store.end(fresh.key, status)).toEqual(ended);
      expect(await store.open({ ...fresh, task_token: "token-2" })).toEqual(ended);
      expect(await store.heartbeat(fresh.key, { at: "2026-11-23T09:02:00.000Z", progress: "x" })).toBe(false);
      expect(await store.end(fresh.key, "RESULT")).toEqual(ended);
      expect(await store.end(fresh.key, "CLOSED")).toEqual(ended);
      expect(await store.read(fresh.key)).toEqual(ended);
    });

    test("one of two ends at the same time decides", async () => {
      await store.open(fresh);
      const both = await Promise.all([store.end(fresh.key, "RESULT"), store.end(fresh.key, "CLOSED")]);
      const now = (await store.read(fresh.key))?.status;
      expect(["RESULT", "CLOSED"]).toContain(now);
      expect(both.map((callback) => callback?.status)).toEqual([now, now]);
    });

    test("a heartbeat without progress keeps the last progress", async () => {
      await store.open(fresh);
      expect(await store.heartbeat(fresh.key, { at: "2026-11-23T09:01:00.000Z", progress: null })).toBe(true);
      expect(await store.read(fresh.key)).toMatchObject({ progress: null });
      await store.heartbeat(fresh.key, { at: "2026-11-23T09:02:00.000Z", progress: "3 of 9 files" });
      await store.heartbeat(fresh.key, { at: "2026-11-23T09:03:00.000Z", progress: null });
      const beat = { heartbeat_at: "2026-11-23T09:03:00.000Z", progress: "3 of 9 files" };
      expect(await store.read(fresh.key)).toMatchObject(beat);
    });

    test("records the run and the notice in any status, one without the other", async () => {
      await store.open(fresh);
      await store.note(fresh.key, { dispatched_at });
      await store.note(fresh.key, { run });
      await store.end(fresh.key, "CLOSED");
      await store.note(fresh.key, { notice: "heard" });
      expect(await store.read(fresh.key)).toMatchObject({
        ...{ dispatched_at, run, notice: "heard", status: "CLOSED" },
      });
      await store.note(fresh.key, {});
      expect(await store.read(fresh.key)).toMatchObject({ run, notice: "heard" });
    });

    test("an unknown callback cannot be changed, and a change does not create it", async () => {
      expect(await store.heartbeat(fresh.key, { at: "2026-11-23T09:01:00.000Z", progress: null })).toBe(
        false,
      );
      expect(await store.end(fresh.key, "RESULT")).toBeNull();
      await store.note(fresh.key, { notice: "heard" });
      expect(await store.read(fresh.key)).toBeNull();
    });
  });
}
