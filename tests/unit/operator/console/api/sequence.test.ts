import { expect, test } from "@jest/globals";
import { createSerialQueue } from "../../../../../operator/console/api/serial-queue.ts";

test("runs one at a time, also after a failure", async () => {
  const inTurn = createSerialQueue();
  const seen: string[] = [];
  const first = Promise.withResolvers<void>();
  const work = [
    inTurn(async () => {
      seen.push("first starts");
      await first.promise;
      seen.push("first ends");
      throw new Error("first");
    }),
    inTurn(async () => seen.push("second")),
  ];
  // Everything that could run has run by then.
  await new Promise(setImmediate);
  expect(seen).toEqual(["first starts"]);
  first.resolve();
  await expect(work[0]).rejects.toThrow("first");
  await work[1];
  expect(seen).toEqual(["first starts", "first ends", "second"]);
});
