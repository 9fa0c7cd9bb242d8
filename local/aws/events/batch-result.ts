import { isRecord, parseJson } from "../../../core/json-value.ts";
import type { Outcome } from "../lambda/outcome.ts";

/**
 * Returns the ids of the messages that the function has processed; none after a function error, or after a partial response
 * that Lambda would treat as invalid.
 * https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html
 */
export function idsToDelete(ids: string[], outcome: Outcome, reportBatchItemFailures: boolean): string[] {
  if (outcome.failed) return [];
  if (!reportBatchItemFailures) return ids;
  const response = parseJson(outcome.payload);
  if (response === null) return ids;
  const failures = isRecord(response) ? (response.batchItemFailures ?? []) : undefined;
  if (!Array.isArray(failures)) return [];
  const failed = failures.map((failure: unknown) => (isRecord(failure) ? failure.itemIdentifier : undefined));
  if (!failed.every((id) => typeof id === "string" && ids.includes(id))) return [];
  return ids.filter((id) => !failed.includes(id));
}
