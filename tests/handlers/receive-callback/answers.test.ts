import { beforeEach, describe, expect, test } from "@jest/globals";
import { aCallback, aHeartbeat, aResult, createCallbackEndpoint } from "../../fakes/callback-endpoint.ts";
import { aJob } from "../../fakes/records/job.ts";

let endpoint: Awaited<ReturnType<typeof createCallbackEndpoint>>;
const { key, result_key, task_token, job_id, attempt } = aCallback;

beforeEach(async () => {
  endpoint = await createCallbackEndpoint();
});

/** How each callback ended: what the queries of docs/metrics.md read. */
const ended = () => endpoint.log.lines.map(({ message, fields }) => `${message}: ${fields.outcome}`);
const stored = () => JSON.parse(endpoint.payloads.objects.get(result_key) ?? "null");

describe("a heartbeat", () => {
  test("is recorded with its progress, and extends the wait of the workflow", async () => {
    const answer = await endpoint.send({ ...aHeartbeat, progress: "3 of 9 files" });
    expect(answer).toMatchObject({ status: 200, body: { status: "accepted" } });
    const at = "2026-11-23T09:00:00.000Z";
    expect(await endpoint.read()).toMatchObject({
      status: "OPEN",
      heartbeat_at: at,
      progress: "3 of 9 files",
    });
    expect(endpoint.tokens.sent).toEqual([`heartbeat ${task_token}`]);
    expect(ended()).toEqual(["callback answered: accepted"]);
  });

  test.each([{}, { progress: null }])("needs no progress: %j", async (progress) => {
    expect(await endpoint.send({ ...aHeartbeat, ...progress })).toMatchObject({
      body: { status: "accepted" },
    });
    expect(await endpoint.read()).toMatchObject({ progress: null });
  });

  test("keeps no part of a secret in its progress", async () => {
    await endpoint.send({ ...aHeartbeat, progress: `${"x".repeat(170)} ghp_${"A1".repeat(18)}` });
    const { progress } = (await endpoint.read()) ?? {};
    expect(progress).toMatch(/^x{170} \[redacted: github token\]$/);
  });

  test("keeps 200 characters of its progress, and splits no character", async () => {
    await endpoint.send({ ...aHeartbeat, progress: "🐢".repeat(300) });
    expect((await endpoint.read())?.progress).toBe("🐢".repeat(200));
  });

  test("for a state that no longer waits is late", async () => {
    endpoint.tokens.waiting.clear();
    expect(await endpoint.send(aHeartbeat)).toMatchObject({ status: 200, body: { status: "late" } });
  });
});

describe("a result", () => {
  test("is stored, ends the callback and wakes the workflow", async () => {
    const answer = await endpoint.send(aResult);
    expect(answer).toMatchObject({ status: 200, body: { status: "accepted" } });
    expect(stored()).toEqual({ version: 1, outcome: "answered", markdown: "All good.", usage: null });
    expect(await endpoint.read()).toMatchObject({ status: "RESULT" });
    expect(endpoint.tokens.sent).toEqual([`succeed ${task_token}`]);
    expect(ended()).toEqual(["callback answered: accepted"]);
  });

  test("keeps findings, coverage, usage and cost, and no unknown field", async () => {
    const known = {
      findings: [{ path: "a.ts", line: 1, severity: "high", title: "Wrong" }],
      coverage: { files_reviewed: 1, files_total: 2 },
      usage: { input_tokens: 10, output_tokens: 5, model: "acme/one" },
      cost: { dollars: 0.25 },
    };
    await endpoint.send({ ...aResult, ...known, task_token: "stolen", extra: true });
    expect(stored()).toEqual({ version: 1, outcome: "answered", markdown: "All good.", ...known });
  });

  test("sent twice is stored once: the repeat wakes the workflow again and changes nothing", async () => {
    await endpoint.send(aResult);
    endpoint.tokens.waiting.add(task_token);
    const again = await endpoint.send({ ...aResult, markdown: "Something else." });
    expect(again).toMatchObject({ status: 200, body: { status: "repeated" } });
    expect(stored()).toMatchObject({ markdown: "All good." });
    expect(endpoint.tokens.sent).toEqual([`succeed ${task_token}`, `succeed ${task_token}`]);
  });

  test("that was stored before a crash counts when it is repeated", async () => {
    endpoint.payloads.objects.set(result_key, JSON.stringify({ ...aResult, markdown: "First." }));
    const answer = await endpoint.send(aResult);
    expect(answer).toMatchObject({ status: 200, body: { status: "repeated" } });
    expect(stored()).toMatchObject({ markdown: "First." });
    expect(endpoint.tokens.sent).toEqual([`succeed ${task_token}`]);
  });

  test("of an attempt whose answer is posted is a repeat", async () => {
    await endpoint.send(aResult);
    endpoint.job.current = aJob({ job_id, attempt, state: "NOTIFIED" });
    expect(await endpoint.send(aResult)).toMatchObject({ status: 200, body: { status: "repeated" } });
  });

  test("uses the token that replaced an earlier one", async () => {
    await endpoint.callbacks.open({ ...aCallback, task_token: "token-2" });
    endpoint.tokens.waiting.add("token-2");
    await endpoint.send(aResult);
    expect(endpoint.tokens.sent).toEqual(["succeed token-2"]);
  });

  test("that a cancellation overtakes is late and wakes nothing", async () => {
    const { callbacks } = endpoint;
    const overtaken = { ...callbacks, end: () => callbacks.end(key, "CLOSED") };
    endpoint = await createCallbackEndpoint({ callbacks: overtaken });
    await callbacks.open(aCallback);
    expect(await endpoint.send(aResult)).toMatchObject({ status: 200, body: { status: "late" } });
    expect(endpoint.tokens.sent).toEqual([]);
  });
});

const bodies = [
  ["heartbeat", aHeartbeat],
  ["result", aResult],
] as const;

describe.each(bodies)("a late %s changes nothing", (type, body) => {
  async function expectLate(): Promise<void> {
    const before = await endpoint.read();
    expect(await endpoint.send(body)).toMatchObject({ status: 200, body: { status: "late" } });
    expect(await endpoint.read()).toEqual(before);
    expect(endpoint.tokens.sent).toEqual([]);
    expect(endpoint.payloads.objects.size).toBe(0);
    expect(ended()).toEqual(["callback answered: late"]);
  }

  test("after the callback was closed", async () => {
    await endpoint.callbacks.end(key, "CLOSED");
    await expectLate();
  });

  test("after its deadline", async () => {
    endpoint.clock.advance(600_000);
    await expectLate();
  });

  test.each(["CANCELLED", "NOTIFIED", "SUPERSEDED"] as const)("after the job is %s", async (state) => {
    endpoint.job.current = aJob({ job_id, attempt, state });
    await expectLate();
  });

  test("after the job's record is gone", async () => {
    endpoint.job.current = null;
    await expectLate();
  });

  if (type === "heartbeat") {
    test("after the result", async () => {
      await endpoint.callbacks.end(key, "RESULT");
      await expectLate();
    });
  }
});

describe.each(bodies)("a %s for something else gets 409 and changes nothing", (_type, body) => {
  async function expectRefused(change: object): Promise<void> {
    const before = await endpoint.read();
    const answer = await endpoint.send({ ...body, ...change });
    expect(answer).toMatchObject({ status: 409, body: { error: { code: "wrong_attempt" } } });
    expect(await endpoint.read()).toEqual(before);
    expect(endpoint.tokens.sent).toEqual([]);
    expect(endpoint.payloads.objects.size).toBe(0);
    expect(ended()).toEqual(["callback refused: refused"]);
    expect(endpoint.metrics.counted).toEqual([]);
  }

  test("another job", () => expectRefused({ job_id: "zyxwvutsrqponmlkjihgfedcba-security" }));
  test("another attempt", () => expectRefused({ attempt: attempt + 1 }));

  test.each(["OPEN", "RESULT", "CLOSED"] as const)(
    "an attempt that a later one replaced, callback %s",
    async (status) => {
      if (status !== "OPEN") await endpoint.callbacks.end(key, status);
      endpoint.job.current = aJob({ job_id, attempt: attempt + 1, state: "WORKER_RUNNING" });
      await expectRefused({});
    },
  );
});
