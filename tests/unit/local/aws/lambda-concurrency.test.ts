import { afterAll, beforeAll, describe, expect, jest, test } from "@jest/globals";
import { type Invocations, startFunctions, type Work } from "./invocations.ts";

// Processes start slowly on a busy machine.
jest.setTimeout(20_000);

let functions: Invocations;

beforeAll(async () => {
  functions = await startFunctions([
    { key: "work" },
    { key: "serial", reservedConcurrency: 1 },
    { key: "paused", reservedConcurrency: 0 },
  ]);
});

afterAll(() => functions.stop());

describe("concurrency", () => {
  test("reserved at 1 uses one process, one after the other", async () => {
    const results = await Promise.all(Array.from({ length: 10 }, () => functions.invoke<Work>("serial", {})));
    expect(new Set(results.map(({ payload }) => payload.pid)).size).toBe(1);
  });

  test("is four where nothing is reserved", async () => {
    const results = await Promise.all(Array.from({ length: 30 }, () => functions.invoke("work", {})));
    expect(results.every(({ error }) => error === undefined)).toBe(true);
    expect(functions.laptop.aws.instances().filter(({ key }) => key === "work").length).toBeLessThanOrEqual(
      4,
    );
  });

  test("reserved at 0 refuses", async () => {
    await expect(functions.invoke("paused", {})).rejects.toMatchObject({ name: "TooManyRequestsException" });
  });
});
