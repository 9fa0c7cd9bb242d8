import type { MiddlewareObj, Request } from "@middy/core";
import type { APIGatewayProxyEventV2 } from "aws-lambda";
import { Webhook, WebhookVerificationError } from "standardwebhooks";
import { InvalidError, PermanentError } from "../core/errors.ts";
import type { WebhookSecrets } from "./signature.ts";

interface StandardWebhookOptions<Event> {
  /** Returns the secrets of the sender that the event claims to come from: base64, with or without `whsec_`. */
  secretsOf(event: Event): WebhookSecrets;
}

const headers = ["webhook-id", "webhook-timestamp", "webhook-signature"] as const;

/**
 * Verifies a Standard Webhooks signature over the raw body, before anything is parsed. Refuses a timestamp that is more
 * than five minutes from now. The current and the previous secret are both valid, so that a rotation can overlap. On a
 * mismatch, the secrets are read from the source again, at a limited rate. https://www.standardwebhooks.com
 */
export function standardWebhook<Event extends APIGatewayProxyEventV2>({
  secretsOf,
}: StandardWebhookOptions<Event>): MiddlewareObj<Event> {
  return {
    before: async function standardWebhookBefore({ event }: Request<Event>): Promise<void> {
      const missing = headers.filter((name) => !event.headers[name]);
      if (missing.length > 0) {
        throw new InvalidError("missing_signature", `Missing headers: ${missing.join(", ")}`);
      }
      const secrets = secretsOf(event);
      const known = verify(event, await secrets.read());
      if (known === "signed") return;
      if (known === "stale") throw new InvalidError("stale_signature", stale);
      if (verify(event, (await secrets.refresh()) ?? []) === "signed") return;
      throw new InvalidError("bad_signature", "The signature does not match the employee's secret");
    },
  };
}

const stale =
  "webhook-timestamp is not within five minutes of now: check the sender's clock, and sign each attempt again";

type Verdict = "signed" | "stale" | "unsigned";

function verify(event: APIGatewayProxyEventV2, secrets: string[]): Verdict {
  const body = event.body ?? "";
  const raw = event.isBase64Encoded ? Buffer.from(body, "base64").toString() : body;
  for (const secret of secrets) {
    const verdict = verifyWith(signer(secret), raw, event.headers as Record<string, string>);
    if (verdict !== "unsigned") return verdict;
  }
  return "unsigned";
}

function signer(secret: string): Webhook {
  try {
    return new Webhook(secret);
  } catch (cause) {
    const message = "The employee's secret is not base64: store 64 letters and digits";
    throw new PermanentError("employee_secret_malformed", message, { cause });
  }
}

function verifyWith(webhook: Webhook, body: string, headers: Record<string, string>): Verdict {
  try {
    webhook.verify(body, headers, { jsonParse: false });
    return "signed";
  } catch (error) {
    if (!(error instanceof WebhookVerificationError)) throw error;
    // The library checks the time first, so this says nothing about the signature.
    return error.message.startsWith("Message timestamp") ? "stale" : "unsigned";
  }
}
