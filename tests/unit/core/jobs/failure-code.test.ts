import { expect, test } from "@jest/globals";
import { failureCode } from "../../../../core/jobs/failure-code.ts";

const lambda = (errorMessage: string) =>
  JSON.stringify({ errorType: "PermanentError", errorMessage, trace: [] });

test.each([
  ["PermanentError", lambda("[payload_gone] The object is gone"), "payload_gone"],
  ["RetryableError", lambda("[github_failed] GitHub failed (HTTP 502)"), "github_failed"],
  ["States.Timeout", undefined, "timeout"],
  ["States.Timeout", "[payload_gone] x", "timeout"],
  ["Sandbox.Timedout", lambda("Task timed out after 3.00 seconds"), "timeout"],
  ["States.HeartbeatTimeout", "", "timeout"],
  ["OutOfTimeError", lambda("[timeout] The function ran out of time"), "timeout"],
  ["Runtime.ExitError", lambda("RequestId: 1 Error: Runtime exited"), "function_crashed"],
  ["Runtime.OutOfMemory", lambda("RequestId: 1 Error: Runtime exited"), "function_crashed"],
  ["Lambda.Unknown", 'Returned payload: {"errorMessage":"1 Error: Runtime exited"}', "function_crashed"],
  ["Lambda.Unknown", 'Returned payload: {"errorMessage":"1 Task timed out after 3.00 s"}', "timeout"],
  ["TypeError", undefined, "unexpected_error"],
  ["TypeError", lambda("[NOT A CODE] x"), "unexpected_error"],
  ["TypeError", lambda("x is not a function at list[0] of [items] here"), "unexpected_error"],
])("%s with %j: %s", (name, cause, code) => {
  expect(failureCode(cause === undefined ? { Error: name } : { Error: name, Cause: cause })).toBe(code);
});
