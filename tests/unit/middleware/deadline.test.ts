import { expect, jest, test } from "@jest/globals";
import type { Context } from "aws-lambda";
import { deadline, withinDeadline } from "../../../middleware/deadline.ts";

const context = (remaining: number) => ({ getRemainingTimeInMillis: () => remaining }) as Context;
const never = () => new Promise<string>(() => {});
const options = { reserve: 500, respond: () => "unavailable" };

test("work that ends in time gives the response", async () => {
  expect(await deadline(async () => "done", options)({}, context(8_000))).toBe("done");
});

test("a chain that hangs gets a response before its function ends", async () => {
  expect(await deadline(never, options)({}, context(510))).toBe("unavailable");
});

test("the response in place of the chain knows the event and the error", async () => {
  const event = { id: 1 };
  const late = context(10);
  const respond = jest.fn(() => "unavailable");
  await deadline(never, { ...options, respond })(event, late);
  const error = expect.objectContaining({ code: "out_of_time" });
  expect(respond.mock.calls).toEqual([[{ event, context: late, error }]]);
});

test("a function without time left responds at once", async () => {
  expect(await deadline(never, options)({}, context(10))).toBe("unavailable");
});

test("an error of the chain is unchanged", async () => {
  const failing = () => Promise.reject(new TypeError("a fault"));
  await expect(deadline(failing, options)({}, context(8_000))).rejects.toBeInstanceOf(TypeError);
});

test("late work fails with a retryable error", async () => {
  await expect(withinDeadline(never(), context(10), 500)).rejects.toMatchObject({
    name: "OutOfTimeError",
    code: "out_of_time",
  });
});
