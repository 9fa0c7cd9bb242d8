import { describe, expect, test } from "@jest/globals";
import middy from "@middy/core";
import type { Context } from "aws-lambda";
import { type Gate, idempotency } from "../../../middleware/idempotency.ts";

interface Event {
  item: string | null;
}

/** A chain with a configurable gate, and a record of its calls. */
function chain(gate: Partial<Gate<string>> = {}, work: (event: Event) => unknown = () => "done") {
  const happened: string[] = [];
  const handler = middy<Event, unknown>()
    .use(
      idempotency<Event, unknown, string>({
        gate: {
          async open(item) {
            happened.push(`open ${item}`);
            return gate.open ? gate.open(item) : item;
          },
          async close(item) {
            happened.push(`close ${item}`);
            await gate.close?.(item);
          },
        },
        read: ({ item }) => item,
        write: (event, item) => {
          event.item = item;
        },
        duplicate: (item) => `duplicate of ${item}`,
      }),
    )
    .handler(async (event) => {
      happened.push(`work on ${event.item}`);
      return work(event);
    });
  return { happened, handle: (item: string | null) => handler({ item }, {} as Context) };
}

describe("the gate", () => {
  test("opens before the work and closes after it", async () => {
    const { handle, happened } = chain();
    expect(await handle("a")).toBe("done");
    expect(happened).toEqual(["open a", "work on a", "close a"]);
  });

  test("passes the item that it returns to the work", async () => {
    const { handle, happened } = chain({ open: async (item) => `${item}, stored` });
    await handle("a");
    expect(happened).toEqual(["open a", "work on a, stored", "close a, stored"]);
  });

  test("gives the answer for a duplicate: no work, nothing to close", async () => {
    const { handle, happened } = chain({ open: async () => null });
    expect(await handle("a")).toBe("duplicate of a");
    expect(happened).toEqual(["open a"]);
  });

  test("is not used for an event without an item", async () => {
    const { handle, happened } = chain();
    expect(await handle(null)).toBe("done");
    expect(happened).toEqual(["work on null"]);
  });

  test("stays open if the work fails, so that it can be repeated", async () => {
    const fail = () => Promise.reject(new Error("failed"));
    const { handle, happened } = chain({}, fail);
    await expect(handle("a")).rejects.toThrow("failed");
    expect(happened).toEqual(["open a", "work on a"]);
  });

  test("stops the work if it cannot be opened", async () => {
    const { handle, happened } = chain({ open: () => Promise.reject(new Error("down")) });
    await expect(handle("a")).rejects.toThrow("down");
    expect(happened).toEqual(["open a"]);
  });

  test("is an error, not an answer, if it cannot be closed", async () => {
    const { handle } = chain({ close: () => Promise.reject(new Error("down")) });
    await expect(handle("a")).rejects.toThrow("down");
  });
});
