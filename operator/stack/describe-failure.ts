import { AutomationError } from "../../core/errors.ts";
import { OperatorError } from "./errors.ts";

export interface Failure {
  message: string;
  advice: string;
}

/** Advice by the name of an AWS client's error. */
const awsAdvice: Record<string, string> = {
  CredentialsProviderError: "Sign in first (`aws sso login`), or set AWS_PROFILE or AWS_ACCESS_KEY_ID.",
  ExpiredToken: "Sign in again: your AWS credentials have expired.",
  ExpiredTokenException: "Sign in again: your AWS credentials have expired.",
  UnrecognizedClientException: "Check AWS_PROFILE: AWS does not know these credentials.",
  InvalidClientTokenId: "Check AWS_PROFILE: AWS does not know these credentials.",
  AccessDenied: "Ask for that permission, or use another AWS_PROFILE.",
  AccessDeniedException: "Ask for that permission, or use another AWS_PROFILE.",
};

const githubAdvice: Record<string, string> = {
  github_refused_key:
    "Check that the key belongs to this App (`secrets check` shows its fingerprint, the App's settings list it), and this machine's clock.",
  github_client_failed: "Store a valid key with `secrets set --private-key-file`.",
  github_unreachable: "Check the network, and --github-api-url.",
  github_not_found: "Check --github-api-url, and that the App has a webhook.",
  github_rate_limited: "Try again in a few minutes.",
  github_failed: "Try again: https://www.githubstatus.com/",
  github_refused: "Check the App's permissions (`secrets check`).",
  circuit_open: "Wait until then; `circuit list` shows it, `circuit close` ends it.",
};

/** Returns what happened and what to do. Shows an error's own text only if it cannot contain a secret. */
export function describeFailure(error: unknown): Failure {
  if (error instanceof OperatorError) return { message: error.message, advice: error.advice };
  if (error instanceof AutomationError) {
    // An adapter's error names the service; AWS's own error is its cause.
    const { cause } = error;
    if (cause instanceof Error && ("$metadata" in cause || isNetworkFailure(cause))) {
      return describeFailure(cause);
    }
    return { message: error.message, advice: githubAdvice[error.code] ?? "Try again." };
  }
  if (error instanceof Error && error.name === "CredentialsProviderError") {
    return { message: "There are no AWS credentials.", advice: awsAdvice.CredentialsProviderError ?? "" };
  }
  if (error instanceof Error && isNetworkFailure(error)) {
    return {
      message: "AWS could not be reached.",
      advice: "Check the network, --region and AWS_ENDPOINT_URL.",
    };
  }
  if (error instanceof Error && "$metadata" in error) {
    return {
      message: `AWS: ${error.message}`,
      advice: awsAdvice[error.name] ?? `AWS error: ${error.name}.`,
    };
  }
  const name = error instanceof Error ? error.name : typeof error;
  return {
    message: `Unexpected error (${name}).`,
    advice: "Set DEBUG=1 for the details.",
  };
}

/** Returns the lines of the stack trace without the message, which may quote a secret. */
export function framesOf(error: unknown): string[] {
  const { stack = "" } = error instanceof Error ? error : {};
  return stack.split("\n").filter((line) => /^\s+at /.test(line));
}

function isNetworkFailure(error: Error): boolean {
  return (
    "code" in error && ["ECONNREFUSED", "ENOTFOUND", "ETIMEDOUT", "EAI_AGAIN"].includes(String(error.code))
  );
}
