import type { SchemaError } from "../commands/explain-schema-error.ts";
import type { PayloadStore, StoredRef } from "../deliveries/payload-store.ts";
import { PermanentError } from "../errors.ts";
import type { EmployeeResult } from "./runner.ts";

/** About four comments: a longer answer would flood the pull request. */
export const maxResultBytes = 256 * 1024;

export interface ResultReader {
  payloads: Pick<PayloadStore, "find">;
  isEmployeeResult: ((value: unknown) => value is EmployeeResult) & { errors?: SchemaError[] | null };
}

/**
 * Reads the result that an employee stored under a key. The result is untrusted: throws PermanentError for a missing,
 * oversized or malformed one, and returns only the known fields. With `recorded` it must be exactly that text.
 */
export async function readResult(
  key: string,
  { payloads, isEmployeeResult }: ResultReader,
  recorded: StoredRef | null = null,
): Promise<{ result: EmployeeResult; ref: StoredRef }> {
  const found = await payloads.find(key, maxResultBytes);
  if (!found) throw new PermanentError("result_missing", "The employee stored no result");
  if (recorded && recorded.sha256 !== found.ref.sha256) {
    throw new PermanentError("payload_altered", "The result is not the one that was recorded");
  }
  const value = parse(found.text);
  if (!isEmployeeResult(value)) {
    throw new PermanentError(
      "result_malformed",
      `The result is not one of version 1: ${placeOf(isEmployeeResult.errors)}`,
    );
  }
  const { outcome, markdown, findings = [], coverage = null, usage, cost = null } = value;
  return { result: { outcome, markdown, findings, coverage, usage, cost }, ref: found.ref };
}

/** Returns where the schema and the result differ, in the schema's words: nothing of the result is in it. */
function placeOf(errors: SchemaError[] | null | undefined): string {
  const { instancePath = "", message = "is not valid" } = errors?.[0] ?? {};
  return `${instancePath || "it"} ${message}`;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The parser's message quotes its input, so it is dropped.
    return null;
  }
}
