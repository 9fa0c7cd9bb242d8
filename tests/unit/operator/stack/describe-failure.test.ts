import { expect, test } from "@jest/globals";
import { RetryableError } from "../../../../core/errors.ts";
import { describeFailure } from "../../../../operator/stack/describe-failure.ts";

const fromAws = (name: string, message: string) => Object.assign(new Error(message), { name, $metadata: {} });

test.each([
  ["AccessDeniedException", "you may not", "Ask for that permission"],
  ["ExpiredTokenException", "too old", "Sign in again"],
  ["ThrottlingException", "Rate exceeded", "AWS error: ThrottlingException"],
])("adds advice to %s", (name, message, advice) => {
  const failure = describeFailure(fromAws(name, message));
  expect(failure.message).toBe(`AWS: ${message}`);
  expect(failure.advice).toContain(advice);
});

test("shows the AWS error behind an adapter's error", () => {
  const cause = fromAws("AccessDeniedException", "you may not");
  const error = new RetryableError("job_table_unavailable", "job_table is unavailable", { cause });
  expect(describeFailure(error)).toEqual({
    message: "AWS: you may not",
    advice: expect.stringContaining("Ask for that permission"),
  });
});

test("adds advice to GitHub's refusal of the key", () => {
  const error = new RetryableError("github_refused_key", "GitHub refused the App's private key (HTTP 401)");
  expect(describeFailure(error)).toEqual({
    message: error.message,
    advice: expect.stringContaining("secrets check"),
  });
});

test("hides the text of an unexpected error, which may quote a secret", () => {
  const failure = describeFailure(new SyntaxError('Unexpected token "gho_verysecret"'));
  expect(JSON.stringify(failure)).not.toContain("verysecret");
  expect(failure).toEqual({
    message: "Unexpected error (SyntaxError).",
    advice: "Set DEBUG=1 for the details.",
  });
});
