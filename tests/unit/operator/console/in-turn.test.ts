import { expect, test } from "@jest/globals";
import { createTurns } from "../../../../operator/console/api/in-turn.ts";

test("one after the other, also after one that has failed", async () => {
  const inTurn = createTurns();
  const seen: string[] = [];
  const first = Promise.withResolvers<void>();
  const work = [
    inTurn(async () => {
      seen.push("first begins");
      await first.promise;
      seen.push("first ends");
      throw new Error("first");
    }),
    inTurn(async () => seen.push("second")),
  ];
  // Everything that could run has run by then.
  await new Promise(setImmediate);
  expect(seen).toEqual(["first begins"]);
  first.resolve();
  await expect(work[0]).rejects.toThrow("first");
  await work[1];
  expect(seen).toEqual(["first begins", "first ends", "second"]);
});
