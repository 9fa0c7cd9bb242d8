import { expect, test } from "@jest/globals";
import { watchInterruption } from "../../../../operator/cli/interruption.ts";

test("reports Ctrl+C until the watch ends", () => {
  const before = process.listenerCount("SIGINT");
  const first = watchInterruption();
  expect(first.stopped()).toBe(false);
  process.emit("SIGINT");
  expect(first.stopped()).toBe(true);

  const second = watchInterruption();
  second.end();
  expect([second.stopped(), process.listenerCount("SIGINT")]).toEqual([false, before]);
});
