import type { JsonRecord } from "../../../core/json-value.ts";
import { AwsError } from "./aws-error.ts";

/** A required string member of a request. */
export function requiredText(input: JsonRecord, member: string): string {
  const value = input[member];
  if (typeof value !== "string" || value === "") {
    throw new AwsError("ValidationException", `Value at '${member}' must be a non-empty string`);
  }
  return value;
}

export function optionalText(input: JsonRecord, member: string): string | undefined {
  return input[member] === undefined ? undefined : requiredText(input, member);
}
