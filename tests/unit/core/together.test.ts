import { expect, test } from "@jest/globals";
import { together } from "../../../core/together.ts";

test("returns all results in order", async () => {
  expect(await together([Promise.resolve(1), Promise.resolve("b")])).toEqual([1, "b"]);
});

test("waits for all work before it throws the first error in order", async () => {
  const slow = Promise.withResolvers<void>();
  let ended = false;
  const work = together([slow.promise, Promise.reject(new Error("second"))]).finally(() => {
    ended = true;
  });
  await new Promise((resolve) => setImmediate(resolve));
  expect(ended).toBe(false);
  slow.reject(new Error("first"));
  await expect(work).rejects.toThrow("first");
});
