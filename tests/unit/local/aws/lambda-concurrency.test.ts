import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { type Invocations, startFunctions, type Work } from "./invocations.ts";
import { until } from "./until.ts";

let functions: Invocations;

beforeAll(async () => {
  functions = await startFunctions([
    { key: "work" },
    { key: "patient", timeoutSeconds: 120 },
    { key: "serial", reservedConcurrency: 1 },
    { key: "occupied", reservedConcurrency: 1, timeoutSeconds: 120 },
    { key: "paused", reservedConcurrency: 0 },
  ]);
});

afterAll(() => functions.stop());

describe("concurrency", () => {
  test("of 1 uses one process for one invocation after another", async () => {
    const results = await Promise.all(Array.from({ length: 10 }, () => functions.invoke<Work>("serial", {})));
    expect(new Set(results.map(({ payload }) => payload.pid)).size).toBe(1);
  });

  test.each([
    { key: "work", maximum: 2 },
    { key: "patient", maximum: 4 },
  ])("of $key is $maximum by default", async ({ key, maximum }) => {
    const results = await Promise.all(
      Array.from({ length: 30 }, () => functions.invoke<Work>(key, { wait: 5 })),
    );
    expect(results.every(({ error }) => error === undefined)).toBe(true);
    expect(new Set(results.map(({ payload }) => payload.pid)).size).toBe(maximum);
  });

  test("above the limit: waits briefly, is throttled as on AWS, and never starts", async () => {
    const { aws, calls } = functions.laptop;
    const invoke = (key: string) => aws.invoke("occupied", { key, wait: 60_000 });
    void invoke("first").catch(() => {});
    await until(() => calls("first") === 1);
    await expect(invoke("second")).rejects.toMatchObject({ name: "TooManyRequestsException" });
    expect(calls("second")).toBe(0);
  });

  test("drops an invocation whose caller hangs up before it starts", async () => {
    const { calls } = functions.laptop;
    const hungUp = new AbortController();
    const running = functions.invoke("serial", { key: "running", wait: 1_000 });
    await until(() => calls("running") === 1);
    const dropped = functions.invoke("serial", { key: "dropped" }, hungUp.signal);
    const next = functions.invoke("serial", { key: "next" });
    hungUp.abort();
    await expect(dropped).rejects.toMatchObject({ name: "AbortError" });
    await Promise.all([running, next]);
    expect([calls("dropped"), calls("next")]).toEqual([0, 1]);
  });

  test("of 0 throttles every invocation", async () => {
    await expect(functions.invoke("paused", {})).rejects.toMatchObject({ name: "TooManyRequestsException" });
  });
});
