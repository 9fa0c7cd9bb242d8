import { beforeEach, describe, expect, test } from "@jest/globals";
import { createGitHubSecret } from "../../../../adapters/github/secret.ts";
import { createTestClock, type TestClock } from "../../../fakes/clock.ts";
import { createFakeRotatingSecret, type FakeRotatingSecret } from "../../../fakes/rotating-secret.ts";
import { readerOf } from "../../../fakes/secret-versions.ts";

const day = 24 * 3_600_000;

let clock: TestClock;
let secret: FakeRotatingSecret;

beforeEach(() => {
  clock = createTestClock();
  secret = createFakeRotatingSecret("first", clock);
});

const read = () => readerOf(secret, clock).readAll();

async function rotateTo(value: string, from: string): Promise<void> {
  await secret.putPending(value, value);
  await secret.promote(value, from);
}

describe("the previous value", () => {
  test("is valid for a day after it was replaced", async () => {
    clock.advance(30 * day);
    await rotateTo("second", "first");
    expect(await read()).toMatchObject({ current: "second", previous: "first" });
    clock.advance(day - 1);
    expect((await read()).previous).toBe("first");
    clock.advance(1);
    expect((await read()).previous).toBeNull();
  });

  test("is missing for a secret that was never changed", async () => {
    expect(await read()).toEqual({ current: "first", previous: null, pending: null });
  });
});

describe("the pending value", () => {
  test("is valid as soon as it is stored, before it becomes current", async () => {
    clock.advance(day);
    secret.begin("second");
    expect((await read()).pending).toBeNull();
    await secret.putPending("second", "second");
    expect(await read()).toEqual({ current: "first", previous: null, pending: "second" });
  });

  test("is the current value once the rotation has ended", async () => {
    await rotateTo("second", "first");
    expect(await read()).toMatchObject({ current: "second", pending: null });
  });

  test("is not a leftover of a rotation before the last change", async () => {
    await secret.putPending("abandoned", "abandoned");
    clock.advance(1);
    const describe = secret.describe;
    // An operator's value becomes current without having been pending.
    await secret.putPending("by-hand", "by-hand");
    await secret.promote("by-hand", "first");
    secret.describe = async () => {
      const { arn, stages } = await describe();
      return { arn, stages: { ...stages, abandoned: ["AWSPENDING"], "by-hand": ["AWSCURRENT"] } };
    };
    expect(await read()).toMatchObject({ current: "by-hand", pending: null });
  });
});

test("a value that becomes current between the two reads is found", async () => {
  await secret.putPending("second", "second");
  const describe = secret.describe;
  let reads = 0;
  secret.describe = async () => {
    const before = await describe();
    reads += 1;
    if (reads === 1) await secret.promote("second", "first");
    return before;
  };
  expect(Object.values(await read())).toEqual(expect.arrayContaining(["second", "first"]));
});

test("webhooks are valid with the current, the pending and the previous secret, each listed once", async () => {
  const json = (webhook_secret: string, app_id: number) => JSON.stringify({ webhook_secret, app_id });
  secret = createFakeRotatingSecret(json("one", 0), clock);
  const read = () => createGitHubSecret("any", readerOf(secret, clock)).refresh();
  await secret.putPending("2", json("one", 42));
  await secret.promote("2", "first");
  expect(await read()).toEqual(["one"]);
  await secret.putPending("3", json("two", 42));
  expect(await read()).toEqual(["one", "two"]);
  await secret.promote("3", "2");
  expect(await read()).toEqual(["two", "one"]);
});

describe("a request needs one call", () => {
  const countCalls = () => {
    const describe = secret.describe;
    const counted = { calls: 0 };
    secret.describe = () => {
      counted.calls += 1;
      return describe();
    };
    return counted;
  };

  test("as long as the current value is enough", async () => {
    const counted = countCalls();
    const reader = readerOf(secret, clock);
    await Promise.all(Array.from({ length: 20 }, () => reader.read()));
    expect(counted.calls).toBe(1);
  });

  test("and three more for all values, even right after it; for two minutes they are then known", async () => {
    await rotateTo("second", "first");
    const reader = readerOf(secret, clock);
    expect(await reader.read()).toEqual({ current: "second", previous: null, pending: null });
    const counted = countCalls();
    expect(await reader.refresh()).toMatchObject({ current: "second", previous: "first" });
    expect(counted.calls).toBe(3);
    clock.advance(119_999);
    expect(await reader.read()).toMatchObject({ current: "second", previous: "first" });
    expect(counted.calls).toBe(3);
    clock.advance(1);
    expect(await reader.read()).toEqual({ current: "second", previous: null, pending: null });
    expect(counted.calls).toBe(4);
  });
});

describe("while Secrets Manager throttles", () => {
  function setUp() {
    const reader = readerOf(secret, clock);
    const describe = secret.describe;
    let calls = 0;
    secret.describe = async () => {
      calls += 1;
      throw new Error("ThrottlingException");
    };
    return { reader, calls: () => calls, recover: () => Object.assign(secret, { describe }) };
  }

  test("a cached value stays valid for its two minutes, and a forced read is tried once a minute", async () => {
    const reader = readerOf(secret, clock);
    expect((await reader.readAll()).current).toBe("first");
    let calls = 0;
    secret.describe = async () => {
      calls += 1;
      throw new Error("ThrottlingException");
    };
    clock.advance(60_000);
    await expect(reader.refresh()).rejects.toMatchObject({ name: "RetryableError" });
    for (let second = 0; second < 59; second += 1) {
      expect((await reader.read()).current).toBe("first");
      expect(await reader.refresh()).toBeNull();
      clock.advance(1_000);
    }
    expect(calls).toBe(1);
  });

  test("a request that needs another value than the current one fails, until all can be read", async () => {
    const reader = readerOf(secret, clock);
    await rotateTo("second", "first");
    await reader.read();
    const { recover } = setUp();
    for (let request = 0; request < 3; request += 1) {
      await expect(reader.refresh()).rejects.toMatchObject({ name: "RetryableError" });
    }
    recover();
    clock.advance(1_000);
    expect(await reader.refresh()).toMatchObject({ previous: "first" });
  });

  test("a value that is not cached is read once a second at most, however many ask, until it is available", async () => {
    const { reader, calls, recover } = setUp();
    for (let request = 0; request < 50; request += 1) {
      await expect(reader.read()).rejects.toMatchObject({ name: "RetryableError" });
    }
    expect(calls()).toBe(1);
    recover();
    clock.advance(1_000);
    expect((await reader.read()).current).toBe("first");
  });
});
