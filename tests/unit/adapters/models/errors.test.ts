import { expect, test } from "@jest/globals";
import { toModelError } from "../../../../adapters/models/errors.ts";

test("our own error is not reported as refused credentials, whatever it names", () => {
  const mistake = new TypeError("Cannot read properties of undefined (reading 'credentials')");
  const name = { provider: "bedrock", id: "some-model" } as const;
  const error = toModelError(mistake, name, new AbortController().signal);
  expect(error).toMatchObject({ name: "PermanentError", code: "model_call_failed" });
});
