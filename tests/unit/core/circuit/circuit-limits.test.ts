import { describe, expect, test } from "@jest/globals";
import { Ended, keys, limit, settled, setUpCalls, waiting } from "./calls.ts";

const { clock, instance, outcome, parts, pending, stateOf } = setUpCalls();

describe("a limit", () => {
  test("opens the circuit at once, for everyone, for its own time", async () => {
    expect(await outcome(limit(120_000))).toEqual(waiting(120, expect.any(Ended)));
    clock().advance(119_999);
    for (const at of [keys, ["*", "6"], ["*", "app"]]) {
      expect(await outcome("fine", instance(), at)).toEqual(waiting(1));
    }
    clock().advance(1);
    expect(await outcome("fine", instance(), ["*", "6"])).toBe("fine");
  });

  test("of one installation applies only to that installation", async () => {
    await outcome(limit(120_000, false));
    expect([stateOf("*"), stateOf("5")]).toEqual(["closed", "open"]);
  });

  test("reaches an instance that has just read the circuit", async () => {
    const other = instance();
    await outcome("fine", other);
    await outcome(limit(120_000));
    expect(await outcome("fine", other)).toEqual(waiting(120));
  });

  test("applies for the longest time that concurrent calls report", async () => {
    const calls = Array.from({ length: 4 }, () => pending());
    await settled();
    for (const [n, call] of calls.entries()) call.end(limit([60_000, 120_000, null, 30_000][n] ?? null));
    await Promise.all(calls.map(({ result }) => result));
    expect(await outcome("fine")).toEqual(waiting(120));
  });

  test("closes for everyone after one probe", async () => {
    await outcome(limit(120_000));
    clock().advance(120_000);
    const [first, second] = [pending(), pending(instance())];
    await settled();
    expect([first.started(), second.started()]).toEqual([true, false]);
    first.end("fine");
    await first.result;
    expect([stateOf("*"), stateOf("5")]).toEqual(["closed", "closed"]);
  });

  test("of the installation counts as an answer for everyone's probe", async () => {
    await outcome(limit(120_000));
    clock().advance(120_000);
    expect(await outcome(limit(60_000, false))).toEqual(waiting(60, expect.any(Ended)));
    expect([stateOf("*"), stateOf("5")]).toEqual(["closed", "open"]);
  });

  test("leaves everyone's probe to another instance if this one still has to wait", async () => {
    await outcome(limit(120_000));
    clock().advance(120_000);
    const busy = instance();
    const replace = parts().store.replace.bind(parts().store);
    // Another instance takes the installation's lease in between.
    parts().store.replace = async (id, known, next) => (id.key === "5" ? false : replace(id, known, next));
    expect(await outcome("fine", busy)).toEqual(waiting(10));
    expect(stateOf("*")).toBe("open");
    parts().store.replace = replace;
    expect(await outcome("fine")).toBe("fine");
  });
});
