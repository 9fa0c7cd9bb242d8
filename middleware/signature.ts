import { createHmac, timingSafeEqual } from "node:crypto";
import type { MiddlewareObj, Request } from "@middy/core";
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from "aws-lambda";
import { type SignedWith, signedWithHeader } from "../core/deliveries/hook-deliveries.ts";
import { InvalidError } from "../core/errors.ts";

/** Port: the webhook secrets that are valid now, the current one first. */
export interface WebhookSecrets {
  read(): Promise<string[]>;
  /** Reads them again from the source; returns null if that happened very recently. */
  refresh(): Promise<string[] | null>;
}

export type SignedEvent = APIGatewayProxyEventV2 & { signedWith: SignedWith };

/** Adds the header that says which secret signed the webhook. */
export function withSignedWith(
  response: APIGatewayProxyStructuredResultV2,
  { signedWith }: SignedEvent,
): APIGatewayProxyStructuredResultV2 {
  return { ...response, headers: { ...response.headers, [signedWithHeader]: signedWith } };
}

const header = "x-hub-signature-256";
const wellFormed = /^sha256=([0-9a-f]{64})$/;

/**
 * Verifies GitHub's HMAC-SHA256 over the raw bytes, before anything is parsed. The current and the previous secret are
 * both valid, so that a rotation can overlap. On a mismatch, the secrets are read from the source again, at a limited rate.
 * https://docs.github.com/en/webhooks/using-webhooks/validating-webhook-deliveries
 */
export function signature({ secrets }: { secrets: WebhookSecrets }): MiddlewareObj<SignedEvent> {
  return {
    before: async function signatureBefore({ event }: Request<SignedEvent>): Promise<void> {
      const given = event.headers[header];
      if (!given) throw new InvalidError("missing_signature", "The header X-Hub-Signature-256 is missing");
      const digest = wellFormed.exec(given)?.[1];
      if (!digest)
        throw new InvalidError("bad_signature", "X-Hub-Signature-256 is not sha256=<64 hex digits>");

      const body = event.isBase64Encoded ? Buffer.from(event.body ?? "", "base64") : (event.body ?? "");
      const signedWith =
        signerOf(digest, body, await secrets.read()) ??
        signerOf(digest, body, (await secrets.refresh()) ?? []);
      if (!signedWith) {
        throw new InvalidError("bad_signature", "The signature does not match the webhook secret");
      }
      event.signedWith = signedWith;
    },
  };
}

function signerOf(digest: string, body: string | Buffer, secrets: string[]): SignedWith | null {
  const given = Buffer.from(digest, "hex");
  const place = secrets.findIndex((secret) =>
    timingSafeEqual(given, createHmac("sha256", secret).update(body).digest()),
  );
  if (place < 0) return null;
  return place === 0 ? "current" : "other";
}
