import { asRecord, parseJson } from "../../../core/json-value.ts";
import { OperatorError } from "../errors.ts";
import { type CapturedWebhook, signedHeaders } from "./captured-webhook.ts";

/** The endpoint's response to a webhook. */
export interface WebhookResponse {
  /** 202 accepted; 200 duplicate or nothing to do. */
  status: number;
  duplicate: boolean;
  /** Why there was nothing to do, as a code; null otherwise. */
  reason: string | null;
}

/** GitHub waits as long. */
const timeoutMs = 10_000;

/** Sends a webhook as GitHub does, signed with this secret. Throws OperatorError if it is not accepted. */
export async function sendWebhook(
  url: string,
  webhook: CapturedWebhook,
  secret: string,
): Promise<WebhookResponse> {
  const { status, text } = await post(url, webhook, secret);
  const answer = asRecord(parseJson(text));
  if (status === 200 || status === 202) {
    return { status, duplicate: answer.duplicate === true, reason: codeOf(answer.reason) };
  }
  const code = codeOf(asRecord(answer.error).code);
  throw new OperatorError(
    `${url} answered ${status}${code ? ` (${code})` : ""}.`,
    advice[code ?? ""] ?? "docs/webhook-api.md explains the codes; `doctor` checks the endpoint.",
  );
}

const advice: Record<string, string> = {
  refused_at_edge:
    "The edge accepts webhooks only from GitHub's addresses: use `redeliver`, or `sls invoke -f receiveWebhook -p <file>`.",
};

async function post(url: string, webhook: CapturedWebhook, secret: string) {
  try {
    const response = await fetch(url, {
      method: "POST",
      headers: signedHeaders(webhook, secret),
      body: new Uint8Array(webhook.body),
      signal: AbortSignal.timeout(timeoutMs),
      redirect: "manual",
    });
    return { status: response.status, text: await response.text() };
  } catch (error) {
    throw new OperatorError(`${url} did not answer.`, "See `doctor`.", { cause: error });
  }
}

/** Returns a code; null for other text, which an unknown server may have written. */
function codeOf(value: unknown): string | null {
  return typeof value === "string" && /^[a-z_]{1,64}$/.test(value) ? value : null;
}
