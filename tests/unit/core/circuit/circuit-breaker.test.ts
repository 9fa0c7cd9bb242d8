import { beforeEach, describe, expect, test } from "@jest/globals";
import { CircuitOpenError, RetryableError } from "../../../../core/errors.ts";
import { failure, keys, nothing, refused, settled, setUpCalls, waiting } from "./calls.ts";

const { breaker, clock, instance, openNow, outcome, outcomes, parts, pending, stateOf, told } = setUpCalls();

describe("while all is well", () => {
  test("a call's result and its own errors come out as they are, and nothing is written", async () => {
    expect(await outcomes("fine", refused, nothing, failure)).toEqual(["fine", refused, nothing, failure]);
    expect(parts().store.circuits.size).toBe(0);
    expect(parts().log.lines).toEqual([]);
  });

  test("answers that refuse a request never count", async () => {
    await outcomes(...Array.from({ length: 50 }, () => refused));
    expect(stateOf("5")).toBe("closed");
  });
});

describe("failures", () => {
  test("in a row open it, and the one that does says so", async () => {
    const seen = await outcomes(failure, failure, failure, failure, failure);
    expect(seen.slice(0, 4)).toEqual([failure, failure, failure, failure]);
    expect(seen[4]).toEqual(waiting(30, failure));
    expect(seen[4]).toBeInstanceOf(RetryableError);
    expect(told()).toEqual(["open"]);
    const fields = {
      ...{ provider: "github", key: "5", openings: 1, reason: "provider_failed" },
      until: "2026-11-23T09:00:30.000Z",
    };
    expect(parts().log.lines).toEqual([{ level: "info", message: "circuit open", fields }]);
  });

  test("open it for one installation, not for the others", async () => {
    await openNow();
    expect(await outcome("fine", breaker(), ["*", "6"])).toBe("fine");
    expect(stateOf("*")).toBe("closed");
  });

  test("between answers open it when they are half of all", async () => {
    const seen = await outcomes(...Array.from({ length: 5 }, () => ["fine", failure] as const).flat());
    expect(seen.at(-1)).toEqual(waiting(30, failure));
  });

  test("that were on their way when it opened change nothing", async () => {
    const late = Array.from({ length: 12 }, () => pending());
    await settled();
    await openNow();
    const before = parts().store.circuits.get("circuit#github#5");
    for (const call of late) call.end(failure);
    await Promise.all(late.map(({ result }) => result));
    expect(parts().store.circuits.get("circuit#github#5")).toEqual(before);
    expect(told()).toEqual(["open"]);
  });
});

describe("while it is open", () => {
  test("nobody calls, in any instance, until the time is over", async () => {
    await openNow();
    clock().advance(29_001);
    for (const by of [breaker(), instance(), instance()]) {
      const call = pending(by);
      expect(await call.result).toEqual(waiting(1));
      expect(call.begun()).toBe(false);
    }
  });

  test("the wait is said in the message, with what opened it", async () => {
    await openNow();
    expect(await outcome("fine")).toMatchObject({
      message: "Calls to github are blocked for another 30 s (provider_failed)",
    });
  });

  test("one may ask whether there is a wait, which changes nothing", async () => {
    await expect(breaker().check(keys)).resolves.toBeUndefined();
    await openNow();
    await expect(breaker().check(keys)).rejects.toBeInstanceOf(CircuitOpenError);
    clock().advance(30_000);
    await expect(breaker().check(keys)).resolves.toBeUndefined();
    expect(stateOf("5")).toBe("open");
  });

  test("a late answer does not close it", async () => {
    const late = pending();
    await settled();
    await openNow();
    late.end("fine");
    expect(await late.result).toBe("fine");
    expect(stateOf("5")).toBe("open");
  });
});

describe("when the time is over", () => {
  beforeEach(async () => {
    await openNow();
    clock().advance(30_000);
  });

  test("one tries, and the others wait for it, not for long", async () => {
    const [first, second] = [pending(), pending(instance())];
    expect(await second.result).toEqual(waiting(10));
    expect([first.begun(), second.begun()]).toEqual([true, false]);
    expect(told()).toEqual(["open", "half_open"]);
    first.end("fine");
    expect(await first.result).toBe("fine");
    expect(told()).toEqual(["open", "half_open", "closed"]);
    expect(parts().log.lines.at(-1)).toEqual({
      ...{ level: "info", message: "circuit closed", fields: { provider: "github", key: "5" } },
    });
  });

  test("the other calls of the one that tries wait for how it ends", async () => {
    const [first, second, third] = [pending(), pending(), pending()];
    await settled();
    expect([first, second, third].map(({ begun }) => begun())).toEqual([true, false, false]);
    first.end("fine");
    await settled();
    expect([second.begun(), third.begun()]).toEqual([true, true]);
    second.end("fine");
    third.end(failure);
    expect(await Promise.all([second.result, third.result])).toEqual(["fine", failure]);
  });

  test("none of them is made when that fails", async () => {
    const [first, second, third] = [pending(), pending(), pending()];
    await settled();
    first.end(failure);
    expect(await Promise.all([second.result, third.result])).toEqual([waiting(60), waiting(60)]);
    expect([second.begun(), third.begun()]).toEqual([false, false]);
  });

  test("one of them tries next when that came to nothing", async () => {
    const [first, second, third] = [pending(), pending(), pending()];
    await settled();
    first.end(nothing);
    await settled();
    expect([second.begun(), third.begun()]).toEqual([true, false]);
    second.end("fine");
    await settled();
    expect(third.begun()).toBe(true);
  });

  test("of many at once, in as many instances, one tries", async () => {
    const calls = Array.from({ length: 20 }, () => pending(instance()));
    await settled();
    expect(calls.filter(({ begun }) => begun())).toHaveLength(1);
  });

  test("a try that fails opens it for longer", async () => {
    expect(await outcome(failure)).toEqual(waiting(60, failure));
    expect(told()).toEqual(["open", "half_open", "open"]);
  });

  test("a try that was refused has been answered", async () => {
    expect(await outcome(refused)).toBe(refused);
    expect(stateOf("5")).toBe("closed");
  });

  test("a try that came to nothing leaves it to the next", async () => {
    expect(await outcome(nothing)).toBe(nothing);
    expect(stateOf("5")).toBe("open");
    expect(await outcome("fine", instance())).toBe("fine");
    expect(stateOf("5")).toBe("closed");
  });

  test("a try that never comes back is given up after its lease, and is too late then", async () => {
    const lost = pending();
    await settled();
    clock().advance(30_000);
    const next = pending(instance());
    await settled();
    expect(next.begun()).toBe(true);
    lost.end("fine");
    await lost.result;
    expect(stateOf("5")).toBe("half_open");
    next.end(failure);
    await next.result;
    expect(stateOf("5")).toBe("open");
  });
});
