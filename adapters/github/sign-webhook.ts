import { createHmac } from "node:crypto";

/** Returns the header X-Hub-Signature-256 of a webhook's body. */
export function signWebhook(body: string | Buffer, secret: string): string {
  return `sha256=${createHmac("sha256", secret).update(body).digest("hex")}`;
}
