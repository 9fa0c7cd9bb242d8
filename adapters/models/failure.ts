import { retryAfterMs } from "../../core/circuit/retry-after.ts";

/** The facts of a provider's refusal, without prompt, answer or key. */
export class ProviderFailure extends Error {
  override name = "ProviderFailure";
  readonly provider: string;
  readonly status: number | null;
  /** The provider's name for the kind of error, like `overloaded_error`. */
  readonly kind: string | null;
  readonly request_id: string | null;
  /** Code of the network error, like `ECONNRESET`. */
  readonly network_code: string | null;
  readonly retry_after_seconds: number | null;

  constructor(facts: Omit<ProviderFailure, keyof Error>) {
    const about = [facts.status, facts.kind, facts.network_code, facts.request_id].filter(
      (fact) => fact !== null,
    );
    super(`${facts.provider}: ${about.join(" ") || "no response"}`);
    this.provider = facts.provider;
    this.status = facts.status;
    this.kind = facts.kind;
    this.request_id = facts.request_id;
    this.network_code = facts.network_code;
    this.retry_after_seconds = facts.retry_after_seconds;
  }
}

/** Reads the error of any SDK or of `fetch`. */
export function failureOf(error: unknown, provider: string): ProviderFailure {
  const fields = fieldsOf(error);
  const headers = fieldsOf(fields.responseHeaders);
  const header = (name: string): string | null => matching(/^[\w-]{1,64}$/, headers[name]);
  const waitMs = retryAfterMs(headers["retry-after"], Date.now());
  return new ProviderFailure({
    provider,
    status: typeof fields.statusCode === "number" ? fields.statusCode : null,
    kind: matching(/^[a-z_]{1,40}$/, fieldsOf(fieldsOf(fields.data).error).type),
    request_id: header("request-id") ?? header("x-request-id") ?? header("x-amzn-requestid"),
    network_code: networkCode(error),
    retry_after_seconds: waitMs === null ? null : Math.ceil(waitMs / 1_000),
  });
}

function networkCode(error: unknown): string | null {
  let current = fieldsOf(error);
  for (let depth = 0; depth < 5; depth += 1) {
    const code = matching(/^[A-Z][A-Z0-9_]{1,40}$/, current.code);
    if (code) return code;
    current = fieldsOf(current.cause);
  }
  return null;
}

/** Not `instanceof Error`: the errors of `fetch` can come from another realm. */
export const fieldsOf = (value: unknown): Record<string, unknown> =>
  typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};

/** The patterns are strict because the value is logged: no sentence and no key matches them. */
const matching = (pattern: RegExp, value: unknown): string | null =>
  typeof value === "string" && pattern.test(value) ? value : null;
