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

const read = () => readerOf(secret, clock).read();

async function rotateTo(value: string, from: string): Promise<void> {
  await secret.putPending(value, value);
  await secret.promote(value, from);
}

describe("the value before", () => {
  test("is good for a day after it was replaced", async () => {
    clock.advance(30 * day);
    await rotateTo("second", "first");
    expect(await read()).toMatchObject({ current: "second", previous: "first" });
    clock.advance(day - 1);
    expect((await read()).previous).toBe("first");
    clock.advance(1);
    expect((await read()).previous).toBeNull();
  });

  test("is not there for a secret that was never changed", async () => {
    expect(await read()).toEqual({ current: "first", previous: null, pending: null });
  });
});

describe("the value to come", () => {
  test("is good as soon as it is put, which is before it is in force", async () => {
    clock.advance(day);
    secret.begin("second");
    expect((await read()).pending).toBeNull();
    await secret.putPending("second", "second");
    expect(await read()).toEqual({ current: "first", previous: null, pending: "second" });
  });

  test("is the value in force once the rotation has ended", async () => {
    await rotateTo("second", "first");
    expect(await read()).toMatchObject({ current: "second", pending: null });
  });

  test("is not what a rotation before the last change has left behind", async () => {
    await secret.putPending("abandoned", "abandoned");
    clock.advance(1);
    const describe = secret.describe;
    // What an operator puts in becomes current without having been pending.
    await secret.putPending("by-hand", "by-hand");
    await secret.promote("by-hand", "first");
    secret.describe = async () => {
      const { arn, stages } = await describe();
      return { arn, stages: { ...stages, abandoned: ["AWSPENDING"], "by-hand": ["AWSCURRENT"] } };
    };
    expect(await read()).toMatchObject({ current: "by-hand", pending: null });
  });
});

test("a value that comes into force between the reads is seen all the same", async () => {
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

test("webhooks are good with the current, the pending and the previous secret, each named once", async () => {
  const json = (webhook_secret: string, app_id: number) => JSON.stringify({ webhook_secret, app_id });
  secret = createFakeRotatingSecret(json("one", 0), clock);
  const read = () => createGitHubSecret("any", readerOf(secret, clock)).read();
  await secret.putPending("2", json("one", 42));
  await secret.promote("2", "first");
  expect(await read()).toEqual(["one"]);
  await secret.putPending("3", json("two", 42));
  expect(await read()).toEqual(["one", "two"]);
  await secret.promote("3", "2");
  expect(await read()).toEqual(["two", "one"]);
});

describe("while Secrets Manager throttles us", () => {
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

  test("what was read before stays good for its two minutes, and a forced read is tried once a minute", async () => {
    const reader = readerOf(secret, clock);
    expect((await reader.read()).current).toBe("first");
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

  test("what was never read is asked for once a second, however many ask, and is there once it answers", async () => {
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
