import { describe, expect, test } from "@jest/globals";
import { Ended, keys, limit, settled, setUpCalls, waiting } from "./calls.ts";

const { clock, instance, outcome, parts, pending, stateOf } = setUpCalls();

describe("a limit", () => {
  test("opens at once, for everybody, for as long as it says", async () => {
    expect(await outcome(limit(120_000))).toEqual(waiting(120, expect.any(Ended)));
    clock().advance(119_999);
    for (const at of [keys, ["*", "6"], ["*", "app"]]) {
      expect(await outcome("fine", instance(), at)).toEqual(waiting(1));
    }
    clock().advance(1);
    expect(await outcome("fine", instance(), ["*", "6"])).toBe("fine");
  });

  test("of one installation holds for that one", async () => {
    await outcome(limit(120_000, false));
    expect([stateOf("*"), stateOf("5")]).toEqual(["closed", "open"]);
  });

  test("is known to an instance that has read the circuit a moment ago", async () => {
    const other = instance();
    await outcome("fine", other);
    await outcome(limit(120_000));
    expect(await outcome("fine", other)).toEqual(waiting(120));
  });

  test("of which calls that were on their way together each bring news holds for the longest", async () => {
    const calls = Array.from({ length: 4 }, () => pending());
    await settled();
    for (const [n, call] of calls.entries()) call.end(limit([60_000, 120_000, null, 30_000][n] ?? null));
    await Promise.all(calls.map(({ result }) => result));
    expect(await outcome("fine")).toEqual(waiting(120));
  });

  test("closes for everybody by one try", async () => {
    await outcome(limit(120_000));
    clock().advance(120_000);
    const [first, second] = [pending(), pending(instance())];
    await settled();
    expect([first.begun(), second.begun()]).toEqual([true, false]);
    first.end("fine");
    await first.result;
    expect([stateOf("*"), stateOf("5")]).toEqual(["closed", "closed"]);
  });

  test("of the installation lets the try for everybody be an answer", async () => {
    await outcome(limit(120_000));
    clock().advance(120_000);
    expect(await outcome(limit(60_000, false))).toEqual(waiting(60, expect.any(Ended)));
    expect([stateOf("*"), stateOf("5")]).toEqual(["closed", "open"]);
  });

  test("keeps the try for everybody for somebody else when this one has to wait all the same", async () => {
    await outcome(limit(120_000));
    clock().advance(120_000);
    const busy = instance();
    const replace = parts().store.replace.bind(parts().store);
    // Somebody else takes the installation's lease between the two.
    parts().store.replace = async (id, known, next) => (id.key === "5" ? false : replace(id, known, next));
    expect(await outcome("fine", busy)).toEqual(waiting(10));
    expect(stateOf("*")).toBe("open");
    parts().store.replace = replace;
    expect(await outcome("fine")).toBe("fine");
  });
});
