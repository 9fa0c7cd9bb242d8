import { beforeEach, describe, expect, test } from "@jest/globals";
import { CircuitOpenError, RetryableError } from "../../../../core/errors.ts";
import { failure, keys, noVerdict, refused, settled, setUpCalls, waiting } from "./calls.ts";

const { breaker, clock, instance, openNow, outcome, outcomes, parts, pending, stateOf, publishedStates } =
  setUpCalls();

describe("while all calls succeed", () => {
  test("returns a call's result and throws its own errors, and writes nothing", async () => {
    expect(await outcomes("fine", refused, noVerdict, failure)).toEqual([
      "fine",
      refused,
      noVerdict,
      failure,
    ]);
    expect(parts().store.circuits.size).toBe(0);
    expect(parts().log.lines).toEqual([]);
  });

  test("refusals never count as failures", async () => {
    await outcomes(...Array.from({ length: 50 }, () => refused));
    expect(stateOf("5")).toBe("closed");
  });
});

describe("failures of calls", () => {
  test("in a row open the circuit, which is logged once", async () => {
    const seen = await outcomes(failure, failure, failure, failure, failure);
    expect(seen.slice(0, 4)).toEqual([failure, failure, failure, failure]);
    expect(seen[4]).toEqual(waiting(30, failure));
    expect(seen[4]).toBeInstanceOf(RetryableError);
    expect(publishedStates()).toEqual(["open"]);
    const fields = {
      ...{ provider: "github", key: "5", openings: 1, reason: "provider_failed" },
      until: "2026-11-23T09:00:30.000Z",
    };
    expect(parts().log.lines).toEqual([{ level: "info", message: "circuit open", fields }]);
  });

  test("open the circuit for one installation only", async () => {
    await openNow();
    expect(await outcome("fine", breaker(), ["*", "6"])).toBe("fine");
    expect(stateOf("*")).toBe("closed");
  });

  test("between successes open the circuit when half of all calls fail", async () => {
    const seen = await outcomes(...Array.from({ length: 5 }, () => ["fine", failure] as const).flat());
    expect(seen.at(-1)).toEqual(waiting(30, failure));
  });

  test("that were in flight when the circuit opened change nothing", async () => {
    const late = Array.from({ length: 12 }, () => pending());
    await settled();
    await openNow();
    const before = parts().store.circuits.get("circuit#github#5");
    for (const call of late) call.end(failure);
    await Promise.all(late.map(({ result }) => result));
    expect(parts().store.circuits.get("circuit#github#5")).toEqual(before);
    expect(publishedStates()).toEqual(["open"]);
  });
});

describe("while the circuit is open", () => {
  test("no instance calls until the time has passed", async () => {
    await openNow();
    clock().advance(29_001);
    for (const by of [breaker(), instance(), instance()]) {
      const call = pending(by);
      expect(await call.result).toEqual(waiting(1));
      expect(call.started()).toBe(false);
    }
  });

  test("the error has the wait, and the failure that opened it", async () => {
    await openNow();
    expect(await outcome("fine")).toMatchObject({
      message: "Calls to github are blocked for another 30 s (provider_failed)",
    });
  });

  test("the outage can be read without changing it", async () => {
    await expect(breaker().check(keys)).resolves.toBeUndefined();
    await openNow();
    await expect(breaker().check(keys)).rejects.toBeInstanceOf(CircuitOpenError);
    clock().advance(30_000);
    await expect(breaker().check(keys)).resolves.toBeUndefined();
    expect(stateOf("5")).toBe("open");
  });

  test("a late success does not close the circuit", async () => {
    const late = pending();
    await settled();
    await openNow();
    late.end("fine");
    expect(await late.result).toBe("fine");
    expect(stateOf("5")).toBe("open");
  });
});

describe("when the time of an open circuit has passed", () => {
  beforeEach(async () => {
    await openNow();
    clock().advance(30_000);
  });

  test("one call probes, and the others wait for it briefly", async () => {
    const [first, second] = [pending(), pending(instance())];
    expect(await second.result).toEqual(waiting(10));
    expect([first.started(), second.started()]).toEqual([true, false]);
    expect(publishedStates()).toEqual(["open", "half_open"]);
    first.end("fine");
    expect(await first.result).toBe("fine");
    expect(publishedStates()).toEqual(["open", "half_open", "closed"]);
    expect(parts().log.lines.at(-1)).toEqual({
      ...{ level: "info", message: "circuit closed", fields: { provider: "github", key: "5" } },
    });
  });

  test("the other calls of the probing instance wait for the result", async () => {
    const [first, second, third] = [pending(), pending(), pending()];
    await settled();
    expect([first, second, third].map(({ started }) => started())).toEqual([true, false, false]);
    first.end("fine");
    await settled();
    expect([second.started(), third.started()]).toEqual([true, true]);
    second.end("fine");
    third.end(failure);
    expect(await Promise.all([second.result, third.result])).toEqual(["fine", failure]);
  });

  test("no waiting call is sent if the probe fails", async () => {
    const [first, second, third] = [pending(), pending(), pending()];
    await settled();
    first.end(failure);
    expect(await Promise.all([second.result, third.result])).toEqual([waiting(60), waiting(60)]);
    expect([second.started(), third.started()]).toEqual([false, false]);
  });

  test("one of the waiting calls probes next if the probe had no verdict", async () => {
    const [first, second, third] = [pending(), pending(), pending()];
    await settled();
    first.end(noVerdict);
    await settled();
    expect([second.started(), third.started()]).toEqual([true, false]);
    second.end("fine");
    await settled();
    expect(third.started()).toBe(true);
  });

  test("one of many simultaneous calls in as many instances probes", async () => {
    const calls = Array.from({ length: 20 }, () => pending(instance()));
    await settled();
    expect(calls.filter(({ started }) => started())).toHaveLength(1);
  });

  test("a failed probe opens the circuit for longer", async () => {
    expect(await outcome(failure)).toEqual(waiting(60, failure));
    expect(publishedStates()).toEqual(["open", "half_open", "open"]);
  });

  test("a refused probe has been answered", async () => {
    expect(await outcome(refused)).toBe(refused);
    expect(stateOf("5")).toBe("closed");
  });

  test("a probe without a verdict leaves it to the next", async () => {
    expect(await outcome(noVerdict)).toBe(noVerdict);
    expect(stateOf("5")).toBe("open");
    expect(await outcome("fine", instance())).toBe("fine");
    expect(stateOf("5")).toBe("closed");
  });

  test("a probe that never ends is given up after its lease, and its late result is ignored", async () => {
    const lost = pending();
    await settled();
    clock().advance(30_000);
    const next = pending(instance());
    await settled();
    expect(next.started()).toBe(true);
    lost.end("fine");
    await lost.result;
    expect(stateOf("5")).toBe("half_open");
    next.end(failure);
    await next.result;
    expect(stateOf("5")).toBe("open");
  });
});
