import { expect, test } from "@jest/globals";
import { InvalidError, PermanentError, RetryableError } from "../../../core/errors.ts";
import { httpError } from "../../../middleware/http-errors.ts";

const message = "It may not have been accepted; deliver it again later";
const parsing = (statusCode: number) => Object.assign(new Error("Of the parser"), { statusCode });

test("a refusal says what was wrong, with 400 for an unknown code", () => {
  const answer = { status: 400, code: "new_code", message: "Do it so" };
  expect(httpError(new InvalidError("new_code", "Do it so"))).toEqual(answer);
});

test.each([
  [415, 415, "unsupported_media_type"],
  [422, 400, "bad_json"],
])("the parser's %i is the caller's mistake", (statusCode, status, code) => {
  expect(httpError(parsing(statusCode))).toMatchObject({ status, code });
});

test.each([
  ["an error", new Error("Of the inside")],
  ["an error with another status", parsing(400)],
  ["one of our errors with a status", Object.assign(new PermanentError("x", "y"), { statusCode: 415 })],
  ["an object with a status", { statusCode: 415 }],
  ["a text", "thrown"],
  ["nothing", undefined],
])("%s reveals nothing", (_what, thrown) => {
  expect(httpError(thrown)).toEqual({ status: 500, code: "internal_error", message });
});

test("a retryable error is 503, whatever its status", () => {
  const error = Object.assign(new RetryableError("table_unavailable", "Of the inside"), { statusCode: 415 });
  expect(httpError(error)).toEqual({ status: 503, code: "unavailable", message });
});
