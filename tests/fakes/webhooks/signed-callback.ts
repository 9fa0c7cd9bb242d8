import type { APIGatewayProxyEventV2 } from "aws-lambda";
import { Webhook } from "standardwebhooks";
import { signedEvent } from "./signed-event.ts";

/** 64 alphanumerics, as Secrets Manager generates an employee's secret. */
export const employeeSecret = "Zm9yVGVzdHNPbmx5Zm9yVGVzdHNPbmx5Zm9yVGVzdHNPbmx5Zm9yVGVzdHNPbmx5";

export interface SignedCallbackOptions {
  secret?: string;
  /** Replaces the body: the bytes as they are. */
  raw?: string | Buffer;
  /** When it was signed; by default now, because the library reads the real time. */
  at?: Date;
  base64?: boolean;
  method?: string;
  path?: string;
  /** Added to the others, lower case; undefined removes one. */
  headers?: Record<string, string | undefined>;
}

/** The headers of Standard Webhooks for a body. */
export function callbackHeaders(
  body: string,
  { secret = employeeSecret, at = new Date() }: Pick<SignedCallbackOptions, "secret" | "at"> = {},
): Record<string, string> {
  const id = "msg_1";
  return {
    "webhook-id": id,
    "webhook-timestamp": String(Math.floor(at.getTime() / 1000)),
    "webhook-signature": new Webhook(secret).sign(id, at, body),
  };
}

/** A callback as API Gateway (HTTP API, format 2.0) delivers it, really signed. */
export function signedCallback(
  id: string,
  body: unknown,
  options: SignedCallbackOptions = {},
): APIGatewayProxyEventV2 {
  const raw = options.raw ?? JSON.stringify(body);
  const none = ["x-github-delivery", "x-github-event", "x-github-hook-id", "x-hub-signature-256"];
  return signedEvent("callback", undefined, {
    ...options,
    body: raw,
    path: options.path ?? `/callbacks/${id}`,
    headers: {
      ...Object.fromEntries(none.map((name) => [name, undefined])),
      "user-agent": "legacy-bot/1.0",
      ...callbackHeaders(raw.toString(), options),
      ...options.headers,
    },
  });
}
