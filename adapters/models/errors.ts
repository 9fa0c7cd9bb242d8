import { AutomationError, PermanentError, RetryableError } from "../../core/errors.ts";
import { failureOf, fieldsOf, type ProviderFailure } from "./failure.ts";
import type { ModelName } from "./name.ts";

/**
 * Returns our error for any error that the SDK threw. The SDK's errors contain the prompt (`requestBodyValues`), the
 * answer (`responseBody`, `data`) and messages that quote them, so the cause is a ProviderFailure instead.
 */
export function toModelError(
  error: unknown,
  { provider, id }: ModelName,
  signal: AbortSignal,
): AutomationError {
  if (signal.aborted) return abortError(signal.reason, provider);
  if (error instanceof AutomationError) return error;
  const failure = failureOf(error, provider);
  const options = { cause: failure };
  const { status, retry_after_seconds } = failure;
  const wait = retry_after_seconds === null ? "" : `; retry after ${retry_after_seconds} s`;
  if (status === null) {
    if (provider === "bedrock" && isCredentialError(error)) return refusedCredentials(options);
    if (isNetworkError(error, failure)) {
      return new RetryableError("provider_unreachable", `${provider} could not be reached`, options);
    }
    return new PermanentError(
      "model_call_failed",
      `The call to ${provider} failed before it was sent`,
      options,
    );
  }
  if (status === 429)
    return new RetryableError("provider_throttled", `${provider} is throttling requests${wait}`, options);
  if (status === 503 || status === 529) {
    return new RetryableError("provider_overloaded", `${provider} is overloaded${wait}`, options);
  }
  // 409 and 425: another request conflicts, or this one came too early.
  if ([408, 409, 424, 425].includes(status) || status >= 500) {
    return new RetryableError("provider_failed", `${provider} failed (HTTP ${status})${wait}`, options);
  }
  if (status < 400)
    return new RetryableError(
      "provider_malformed_answer",
      `${provider} returned a malformed response`,
      options,
    );
  if (status === 401 || status === 403) {
    if (provider === "bedrock") return refusedCredentials(options);
    return new PermanentError(
      "provider_refused_key",
      `${provider} refused the key (HTTP ${status})`,
      options,
    );
  }
  if (status === 404 || isUnknownModel(error)) {
    return new PermanentError("model_unknown", `${provider} does not know the model ${id}`, options);
  }
  return refusedRequest(error, status, provider, options);
}

function refusedRequest(
  error: unknown,
  status: number,
  provider: string,
  options: ErrorOptions,
): PermanentError {
  const said = textOf(error);
  if (/credit balance|insufficient_quota|billing/i.test(said)) {
    return new PermanentError(
      "provider_credit_exhausted",
      `The account at ${provider} has no credit left`,
      options,
    );
  }
  if (status === 413 || /too long|context.{0,20}(?:length|window)|maximum.{0,20}tokens/i.test(said)) {
    return new PermanentError(
      "provider_input_too_long",
      `The prompt is too long for the model at ${provider}`,
      options,
    );
  }
  return new PermanentError(
    "provider_refused_request",
    `${provider} refused the request (HTTP ${status})`,
    options,
  );
}

const refusedCredentials = (options: ErrorOptions): PermanentError =>
  new PermanentError(
    "provider_refused_credentials",
    "Bedrock refused the function's AWS credentials: allow its role bedrock:InvokeModel on the model, in a region where it is offered",
    options,
  );

/** Returns the abort's reason if it is one of our errors; else a RetryableError. */
function abortError(reason: unknown, provider: string): AutomationError {
  if (reason instanceof AutomationError) return reason;
  const timedOut = fieldsOf(reason).name === "TimeoutError";
  const code = timedOut ? "provider_timeout" : "model_call_aborted";
  return new RetryableError(code, timedOut ? `${provider} took too long` : "The model call was aborted");
}

const isUnknownModel = (error: unknown): boolean =>
  /model identifier is invalid|model.{0,80}(?:does not exist|not found)/i.test(textOf(error));

/** Matches the signer's messages. An error of our own code may use the same words, so its classes are excluded. */
const isCredentialError = (error: unknown): boolean =>
  !/^(?:Type|Reference|Range|Syntax)Error$/.test(String(fieldsOf(error).name)) &&
  /credential|access key id|secret access key|AWS region/i.test(messageOf(error));

const isNetworkError = (error: unknown, { network_code }: ProviderFailure): boolean =>
  /^(?:E(?!RR_)|UND_ERR_)/.test(network_code ?? "") ||
  fieldsOf(error).name === "AI_APICallError" ||
  messageOf(error) === "fetch failed";

const messageOf = (error: unknown): string => String(fieldsOf(error).message ?? "");

/** For matching only. Never part of a message. */
const textOf = (error: unknown): string =>
  `${messageOf(error)} ${String(fieldsOf(error).responseBody ?? "")}`.slice(0, 4000);
