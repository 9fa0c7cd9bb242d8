import { asRecord, parseJson } from "../../../core/json-value.ts";
import type { DeadLetter, DeadLetterQueue } from "./dead-letter-queue.ts";

/** A background run that exhausted its retries, without its input. */
export interface FailedInvocation {
  message_id: string;
  sent_at: string | null;
  receive_count: number;
  /** The function's name. */
  function: string | null;
  /** Lambda's or the scheduler's condition, such as `RetriesExhausted`, with the name of the error. */
  cause: string | null;
  /** Number of attempts. */
  tries: number | null;
}

/** Returns the messages of the queue of failed invocations, oldest first. Removes nothing. */
export async function findFailedInvocations(queue: DeadLetterQueue): Promise<FailedInvocation[]> {
  const found: FailedInvocation[] = [];
  for await (const message of queue.messages()) found.push(describeInvocation(message));
  return found.toSorted((a, b) => (a.sent_at ?? "").localeCompare(b.sent_at ?? ""));
}

/**
 * Describes a failed invocation. Lambda puts the facts into the body
 * (https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html), the scheduler into attributes
 * (https://docs.aws.amazon.com/scheduler/latest/UserGuide/configuring-schedule-dlq.html).
 */
export function describeInvocation(message: DeadLetter): FailedInvocation {
  const { message_id, sent_at, receive_count, attributes } = message;
  const { requestContext, responsePayload } = asRecord(parseJson(message.body));
  const { functionArn, condition, approximateInvokeCount } = asRecord(requestContext);
  const errors = [condition ?? attributes.ERROR_CODE, asRecord(responsePayload).errorType].map(errorName);
  return {
    ...{ message_id, sent_at, receive_count },
    function: nameOf(functionArn ?? attributes.TARGET_ARN),
    cause: errors.filter((text) => text !== null).join(": ") || null,
    tries: number(approximateInvokeCount ?? attributes.RETRY_ATTEMPTS),
  };
}

/** `arn:aws:lambda:<region>:<account>:function:<name>:$LATEST` */
function nameOf(arn: unknown): string | null {
  return typeof arn === "string" ? (/:function:([^:]+)/.exec(arn)?.[1] ?? null) : null;
}

/** Returns an error's name; null for a value that may be its text. */
function errorName(value: unknown): string | null {
  return typeof value === "string" && /^[A-Za-z][A-Za-z0-9_.]{0,80}$/.test(value) ? value : null;
}

function number(value: unknown): number | null {
  return value === undefined || Number.isNaN(Number(value)) ? null : Number(value);
}
