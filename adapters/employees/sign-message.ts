import { Webhook } from "standardwebhooks";
import { PermanentError } from "../../core/errors.ts";

/** What identifies a message, and when it was sent. */
export interface SignedMessage {
  id: string;
  /** Milliseconds since the epoch. */
  sentAt: number;
  body: string;
}

/**
 * Returns the headers of Standard Webhooks, with one signature for each secret, so a receiver accepts the message with
 * the old and with the new secret during a rotation. Throws PermanentError for a secret that is not base64.
 */
export function signMessage({ id, sentAt, body }: SignedMessage, secrets: readonly string[]) {
  const at = new Date(sentAt);
  return {
    "webhook-id": id,
    "webhook-timestamp": String(Math.floor(sentAt / 1_000)),
    "webhook-signature": secrets.map((secret) => keyOf(secret).sign(id, at, body)).join(" "),
  };
}

function keyOf(secret: string): Webhook {
  try {
    return new Webhook(secret);
  } catch {
    // The error could quote the secret.
    throw new PermanentError(
      "employee_secret_invalid",
      "The employee's secret is not base64: store one that is",
    );
  }
}
