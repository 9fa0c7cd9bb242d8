import { CommandError } from "../errors.ts";
import { type CapturedWebhook, signedHeaders } from "./captured-webhook.ts";

/** What the endpoint made of a webhook. */
export interface WebhookAnswer {
  /** 202 accepted, 200 known already or nothing to do. */
  status: number;
  /** It had been accepted before. */
  duplicate: boolean;
  /** Why there was nothing to do, as a code; null otherwise. */
  reason: string | null;
}

/** As long as GitHub waits. */
const timeoutMs = 10_000;

/** Sends a webhook as GitHub does, signed with that secret. Throws CommandError when it is not taken. */
export async function sendWebhook(
  url: string,
  webhook: CapturedWebhook,
  secret: string,
): Promise<WebhookAnswer> {
  const { status, text } = await post(url, webhook, secret);
  const answer = record(text);
  if (status === 200 || status === 202) {
    return { status, duplicate: answer.duplicate === true, reason: codeOf(answer.reason) };
  }
  const code = codeOf(record(JSON.stringify(answer.error)).code);
  throw new CommandError(
    `${url} answered ${status}${code ? ` (${code})` : ""}.`,
    advice[code ?? ""] ?? "docs/webhook-api.md says what that means; `doctor` looks at the endpoint.",
  );
}

const advice: Record<string, string> = {
  refused_at_edge:
    "The edge takes webhooks from GitHub's addresses alone: use `redeliver`, or `sls invoke -f receiveWebhook -p <file>`.",
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
    throw new CommandError(`${url} did not answer.`, "See `doctor`.", { cause: error });
  }
}

/** What anything else says of itself is shown only where it is a code. */
function codeOf(value: unknown): string | null {
  return typeof value === "string" && /^[a-z_]{1,64}$/.test(value) ? value : null;
}

function record(text: string | undefined): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text ?? "");
    return typeof value === "object" && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}
