import { expect, test } from "@jest/globals";
import { createOriginSecret } from "../../../../adapters/secrets/origin-secret.ts";
import type { SecretVersions } from "../../../../adapters/secrets/secret-reader.ts";

const arn = "arn:aws:secretsmanager:eu-central-1:000000000000:secret:OriginSecret-AbCdEf";
const versions = { current: "now", pending: null, previous: null };

function secretOf(read: SecretVersions, refreshed: SecretVersions | null = null) {
  const reader = { read: async () => read, refresh: async () => refreshed };
  const secret = createOriginSecret(arn, () => reader);
  if (secret === "unchecked") throw new Error("an ARN is a secret");
  return secret;
}

test("the current value is accepted, and so are those of a rotation", async () => {
  expect(await secretOf(versions).read()).toEqual(["now"]);
  const rotating = { current: "now", pending: "next", previous: "before" };
  expect(await secretOf(rotating).read()).toEqual(["now", "next", "before"]);
  expect(await secretOf(versions, rotating).refresh()).toEqual(["now", "next", "before"]);
  expect(await secretOf(versions).refresh()).toBeNull();
});

test("an empty value is never accepted", async () => {
  expect(await secretOf({ current: "", pending: "", previous: "" }).read()).toEqual([]);
});

test("only `none` disables the check", () => {
  expect(createOriginSecret("none")).toBe("unchecked");
  for (const mistake of ["", "NONE", "OriginSecret", "undefined"]) {
    expect(() => createOriginSecret(mistake)).toThrow(TypeError);
  }
});
