import { expect, test } from "@jest/globals";
import { callerName } from "../../../../operator/stack/actor.ts";

test.each([
  ["arn:aws:sts::123456789012:assumed-role/AWSReservedSSO_Operator_1a2b/ada@example.com", "ada@example.com"],
  ["arn:aws:iam::123456789012:user/teams/platform/ada", "ada"],
  ["arn:aws:iam::123456789012:root", "root"],
  ["", "unknown"],
])("%j is %s", (arn, name) => {
  expect(callerName(arn)).toBe(name);
});
