import { expect, test } from "@jest/globals";
import { PermanentError, RetryableError } from "../../../core/errors.ts";
import { describeError } from "../../../middleware/describe-error.ts";

test("one of our errors is described by its code and message", () => {
  const error = new PermanentError("payload_gone", "The object is gone");
  expect(describeError(error)).toEqual({
    error: "PermanentError",
    code: "payload_gone",
    detail: "The object is gone",
  });
});

test("any other is described by its name and stack frames, never by its message", () => {
  const described = describeError(new SyntaxError("Unexpected token: my secret\n    at home"));
  expect(described).toMatchObject({ error: "SyntaxError", frames: expect.any(Array) });
  expect(JSON.stringify(described)).not.toContain("my secret");
});

test("at most eight frames are kept", () => {
  const error = new Error("x");
  error.stack = `Error: x\n${"    at somewhere (file.ts:1:1)\n".repeat(20)}`;
  expect(describeError(error).frames).toHaveLength(8);
  error.stack = "";
  expect(describeError(error).frames).toEqual([]);
});

test("all causes are described by the same rule", () => {
  const inner = new TypeError("secret");
  const middle = new RetryableError("queue_unavailable", "queue did not", { cause: inner });
  const outer = new Error("also secret", { cause: middle });
  const described = describeError(outer);
  expect(described).toMatchObject({ cause: { code: "queue_unavailable", cause: { error: "TypeError" } } });
  expect(JSON.stringify(described)).not.toContain("secret");
});

test.each([["a text"], [undefined], [null], [{ message: "secret" }]])(
  "a thrown value that is not an error (%j) is not quoted",
  (thrown) => {
    expect(describeError(thrown)).toEqual({ error: typeof thrown });
  },
);
