import { expect, jest, test } from "@jest/globals";
import type { Context } from "aws-lambda";
import { deadline, inTime } from "../../../middleware/deadline.ts";

const context = (remaining: number) => ({ getRemainingTimeInMillis: () => remaining }) as Context;
const never = () => new Promise<string>(() => {});
const options = { reserve: 500, answer: () => "unavailable" };

test("work that is done in time is its own answer", async () => {
  expect(await deadline(async () => "done", options)({}, context(8_000))).toBe("done");
});

test("a chain that hangs is answered for before its function ends", async () => {
  expect(await deadline(never, options)({}, context(510))).toBe("unavailable");
});

test("whoever answers in the chain's stead learns what for", async () => {
  const event = { id: 1 };
  const late = context(10);
  const answer = jest.fn(() => "unavailable");
  await deadline(never, { ...options, answer })(event, late);
  const error = expect.objectContaining({ code: "out_of_time" });
  expect(answer.mock.calls).toEqual([[{ event, context: late, error }]]);
});

test("a function that has no time left answers at once", async () => {
  expect(await deadline(never, options)({}, context(10))).toBe("unavailable");
});

test("an error of the chain stays what it is", async () => {
  const failing = () => Promise.reject(new TypeError("a fault"));
  await expect(deadline(failing, options)({}, context(8_000))).rejects.toBeInstanceOf(TypeError);
});

test("late work fails as something that may pass", async () => {
  await expect(inTime(never(), context(10), 500)).rejects.toMatchObject({
    name: "OutOfTimeError",
    code: "out_of_time",
  });
});
