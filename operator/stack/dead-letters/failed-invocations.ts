import { parseJson, record } from "../../json-value.ts";
import type { Letter } from "./dead-letter-queue.ts";

/** An invocation that nobody waited for and that failed to the last; of what was handed over nothing is shown. */
export interface DescribedInvocation {
  message_id: string;
  sent_at: string | null;
  receive_count: number;
  /** The function's name. */
  function: string | null;
  /** `RetriesExhausted` and its like, with the name of the error. */
  cause: string | null;
  /** How often it was tried. */
  tries: number | null;
}

/**
 * Lambda says it in the body (https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html), the
 * scheduler in attributes (https://docs.aws.amazon.com/scheduler/latest/UserGuide/configuring-schedule-dlq.html).
 */
export function describeInvocation(letter: Letter): DescribedInvocation {
  const { message_id, sent_at, receive_count, attributes } = letter;
  const { requestContext, responsePayload } = record(parseJson(letter.body));
  const { functionArn, condition, approximateInvokeCount } = record(requestContext);
  const errors = [condition ?? attributes.ERROR_CODE, record(responsePayload).errorType].map(code);
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

/** An error's name, never its text. */
function code(value: unknown): string | null {
  return typeof value === "string" && /^[A-Za-z][A-Za-z0-9_.]{0,80}$/.test(value) ? value : null;
}

function number(value: unknown): number | null {
  return value === undefined || Number.isNaN(Number(value)) ? null : Number(value);
}
