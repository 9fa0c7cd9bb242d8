import type { JsonRecord } from "../../../core/json-value.ts";
import { AwsError } from "./aws-error.ts";

/** Returns a string member of a request; throws ValidationException if it is missing or empty. */
export function requiredText(input: JsonRecord, member: string): string {
  const value = input[member];
  if (typeof value !== "string" || value === "") {
    throw new AwsError("ValidationException", `Value at '${member}' must be a non-empty string`);
  }
  return value;
}

/** Returns a string member of a request; undefined if it is missing. Throws ValidationException if it is empty. */
export function optionalText(input: JsonRecord, member: string): string | undefined {
  return input[member] === undefined ? undefined : requiredText(input, member);
}
