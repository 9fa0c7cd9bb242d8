import { expect, test } from "@jest/globals";
import { withConcurrency } from "../../../core/with-concurrency.ts";

const always = () => 1;
const fail = async () => {
  throw new Error("broken");
};

test("works on every item in order, and on no more than `width` at the same time", async () => {
  const started: number[] = [];
  let running = 0;
  let most = 0;
  const items = [1, 2, 3, 4, 5, 6, 7];
  const ended = await withConcurrency(items, { width: 3, timeLeft: always }, async (item) => {
    started.push(item);
    running += 1;
    most = Math.max(most, running);
    await new Promise((resolve) => setImmediate(resolve));
    running -= 1;
  });
  expect(ended).toEqual({ failures: [], left: [] });
  expect(started).toEqual(items);
  expect(most).toBe(3);
});

test("a failing item does not stop the others, and is left", async () => {
  const done: number[] = [];
  const { failures, left } = await withConcurrency(
    [1, 2, 3],
    { width: 2, timeLeft: always },
    async (item) => {
      if (item === 2) return fail();
      done.push(item);
    },
  );
  expect(done).toEqual([1, 3]);
  expect(failures).toEqual([new Error("broken")]);
  expect(left).toEqual([2]);
});

test("no item starts when the time is up", async () => {
  let time = 2;
  const done: number[] = [];
  const { left } = await withConcurrency([1, 2, 3, 4], { width: 1, timeLeft: () => time-- }, async (item) => {
    done.push(item);
  });
  expect(done).toEqual([1, 2]);
  expect(left).toEqual([3, 4]);
});

test("no item starts after `stopAfter` failures", async () => {
  const pace = { width: 1, timeLeft: always, stopAfter: 2 };
  const { failures, left } = await withConcurrency([1, 2, 3, 4], pace, fail);
  expect(failures).toHaveLength(2);
  expect(left).toEqual([1, 2, 3, 4]);
});

test("an empty list has no failures and nothing left", async () => {
  expect(await withConcurrency([], { width: 3, timeLeft: always }, fail)).toEqual({ failures: [], left: [] });
});
