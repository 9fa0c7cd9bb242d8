import { describe, expect, test } from "@jest/globals";
import { modelPolicy } from "../../../../core/circuit/circuit-policy.ts";
import { RetryableError } from "../../../../core/errors.ts";
import { Ended, failure, limit, settled, setUpCalls, waiting } from "./calls.ts";

const { breaker, clock, instance, openNow, outcome, outcomes, parts, pending } = setUpCalls();

describe("an instance", () => {
  test("reads GitHub's circuits before each call, because a limit applies at once", async () => {
    await outcomes("fine", "fine", "fine");
    expect(parts().store.reads).toBe(6);
  });

  test("reads a model's circuit every five seconds at most", async () => {
    const model = instance(modelPolicy, "anthropic");
    for (let n = 0; n < 6; n += 1) {
      await outcome("fine", model, ["*"]);
      clock().advance(1_000);
    }
    expect(parts().store.reads).toBe(2);
  });

  test("reads an open circuit every five seconds at most", async () => {
    await openNow();
    const { reads } = parts().store;
    await outcome("fine", breaker(), ["5"]);
    clock().advance(4_999);
    await outcome("fine", breaker(), ["5"]);
    expect(parts().store.reads).toBe(reads);
    clock().advance(1);
    await outcome("fine", breaker(), ["5"]);
    expect(parts().store.reads).toBe(reads + 1);
  });
});

describe("an unavailable store", () => {
  const down = async () => {
    throw new RetryableError("circuit_table_unavailable", "circuit_table is unavailable");
  };

  test("does not stop the calls, and is logged", async () => {
    parts().store.read = down;
    parts().store.replace = down;
    expect(await outcomes("fine", failure)).toEqual(["fine", failure]);
    expect(parts().log.lines[0]).toEqual({
      level: "error",
      message: "circuit not reached",
      fields: { provider: "github", key: "*", code: "circuit_table_unavailable" },
    });
  });

  test("does not make an instance forget its own limit", async () => {
    parts().store.read = down;
    parts().store.replace = down;
    expect(await outcome(limit(120_000))).toEqual(waiting(120, expect.any(Ended)));
    clock().advance(60_000);
    expect(await outcome("fine")).toEqual(waiting(60));
  });

  test("lets no instance probe, because two could", async () => {
    await openNow();
    clock().advance(30_000);
    parts().store.replace = down;
    expect(await outcome("fine")).toEqual(waiting(10));
  });

  test("does not lose the result of a probe", async () => {
    await openNow();
    clock().advance(30_000);
    const first = pending();
    await settled();
    parts().store.replace = down;
    first.end("fine");
    expect(await first.result).toBe("fine");
  });
});
