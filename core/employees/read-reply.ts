import { PermanentError } from "../errors.ts";
import { isRecord, parseJson } from "../json-value.ts";
import { maxResultBytes } from "./read-result.ts";

/**
 * Returns an employee's response if it is a JSON object within the limit of a result; the publisher validates it. Throws
 * PermanentError, without quoting any of it.
 */
export function requireReply(text: string): string {
  if (new TextEncoder().encode(text).length > maxResultBytes) throw replyTooLarge();
  if (!isRecord(parseJson(text))) {
    throw new PermanentError("result_malformed", "The employee's response is not a JSON object");
  }
  return text;
}

/** Returns the error for a response over the limit of a result. */
export function replyTooLarge(): PermanentError {
  return new PermanentError("result_too_large", `A result may have ${maxResultBytes} bytes`);
}
