import { createHmac, timingSafeEqual } from "node:crypto";
import type { MiddlewareObj, Request } from "@middy/core";
import type { APIGatewayProxyEventV2 } from "aws-lambda";
import { InvalidError } from "../functions/core/errors.ts";

/** Port: the webhook secrets that are valid now, the current one first. */
export interface WebhookSecrets {
  read(): Promise<string[]>;
  /** Reads them again from the source; null when that was done too recently to be worth it. */
  refresh(): Promise<string[] | null>;
}

const header = "x-hub-signature-256";
const wellFormed = /^sha256=([0-9a-f]{64})$/;

/**
 * Checks GitHub's HMAC-SHA256 over the raw bytes, before anything is parsed. The current and the previous secret
 * are both good, so a rotation has an overlap; a mismatch asks the source once more, at a limited rate.
 * https://docs.github.com/en/webhooks/using-webhooks/validating-webhook-deliveries
 */
export function signature({ secrets }: { secrets: WebhookSecrets }): MiddlewareObj<APIGatewayProxyEventV2> {
  return {
    before: async function signatureBefore({ event }: Request<APIGatewayProxyEventV2>): Promise<void> {
      const given = event.headers[header];
      if (!given) throw new InvalidError("missing_signature", "The header X-Hub-Signature-256 is missing");
      const digest = wellFormed.exec(given)?.[1];
      if (!digest)
        throw new InvalidError("bad_signature", "X-Hub-Signature-256 is not sha256=<64 hex digits>");

      const body = event.isBase64Encoded ? Buffer.from(event.body ?? "", "base64") : (event.body ?? "");
      if (matchesAny(digest, body, await secrets.read())) return;
      const refreshed = await secrets.refresh();
      if (refreshed && matchesAny(digest, body, refreshed)) return;
      throw new InvalidError("bad_signature", "The signature does not match the webhook secret");
    },
  };
}

function matchesAny(digest: string, body: string | Buffer, secrets: string[]): boolean {
  const given = Buffer.from(digest, "hex");
  return secrets.some((secret) => timingSafeEqual(given, createHmac("sha256", secret).update(body).digest()));
}
