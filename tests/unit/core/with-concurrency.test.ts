import { expect, test } from "@jest/globals";
import { eachOf } from "../../../core/with-concurrency.ts";

const always = () => 1;
const fail = async () => {
  throw new Error("broken");
};

test("every item is worked on, in order, and no more at the same time than there is width", async () => {
  const begun: number[] = [];
  let underWay = 0;
  let most = 0;
  const items = [1, 2, 3, 4, 5, 6, 7];
  const ended = await eachOf(items, { width: 3, timeLeft: always }, async (item) => {
    begun.push(item);
    underWay += 1;
    most = Math.max(most, underWay);
    await new Promise((resolve) => setImmediate(resolve));
    underWay -= 1;
  });
  expect(ended).toEqual({ failures: [], left: [] });
  expect(begun).toEqual(items);
  expect(most).toBe(3);
});

test("one that fails stops no other, and is left", async () => {
  const done: number[] = [];
  const { failures, left } = await eachOf([1, 2, 3], { width: 2, timeLeft: always }, async (item) => {
    if (item === 2) return fail();
    done.push(item);
  });
  expect(done).toEqual([1, 3]);
  expect(failures).toEqual([new Error("broken")]);
  expect(left).toEqual([2]);
});

test("nothing is begun once the time is up", async () => {
  let time = 2;
  const done: number[] = [];
  const { left } = await eachOf([1, 2, 3, 4], { width: 1, timeLeft: () => time-- }, async (item) => {
    done.push(item);
  });
  expect(done).toEqual([1, 2]);
  expect(left).toEqual([3, 4]);
});

test("nothing is begun after so many failures", async () => {
  const pace = { width: 1, timeLeft: always, stopAfter: 2 };
  const { failures, left } = await eachOf([1, 2, 3, 4], pace, fail);
  expect(failures).toHaveLength(2);
  expect(left).toEqual([1, 2, 3, 4]);
});

test("nothing to do is done", async () => {
  expect(await eachOf([], { width: 3, timeLeft: always }, fail)).toEqual({ failures: [], left: [] });
});
