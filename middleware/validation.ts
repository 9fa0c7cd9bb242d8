import type { MiddlewareObj, Request } from "@middy/core";
import type { APIGatewayProxyEventV2 } from "aws-lambda";
import type { Clock } from "../core/clock.ts";
import { type Classified, classifyWebhook, isSupportedEvent } from "../core/deliveries/classify-webhook.ts";
import type { OutgoingEnvelope } from "../core/deliveries/envelope.ts";
import type { WebhookPayload } from "../core/deliveries/webhook.schema.ts";
import { InvalidError } from "../core/errors.ts";
import type { Sha256 } from "../core/sha256.ts";
import type { JsonEvent } from "./json-body.ts";
import type { SignedEvent } from "./signature.ts";

/** The event after validation: all results are under one key. */
export type WebhookEvent = SignedEvent & JsonEvent & { webhook: ReceivedWebhook };

interface ReceivedWebhook {
  delivery_id: string;
  event_type: string;
  classified: Admitted;
  /** ID of the message in the queue, once it is sent. */
  message_id?: string;
}

type Admitted =
  | { kind: "accepted"; envelope: OutgoingEnvelope }
  | Extract<Classified, { kind: "ignored" }>
  | { kind: "ping" };

export interface ValidationOptions {
  isWebhookPayload: ((body: unknown) => body is WebhookPayload) & { errors?: SchemaMistake[] | null };
  sha256: Sha256;
  clock: Clock;
}

interface SchemaMistake {
  instancePath: string;
  message?: string;
}

/** The form of GitHub's IDs of deliveries and hooks. */
export const plainId = /^[A-Za-z0-9-]{1,64}$/;

/**
 * Validates GitHub's headers and, for a supported event, the parsed body, then classifies the webhook. The body of an
 * unsupported event is not read, so a new shape of it can never become an error.
 */
export function validation(options: ValidationOptions): MiddlewareObj<WebhookEvent> {
  return {
    before: function validationBefore({ event }: Request<WebhookEvent>): void {
      const event_type = identifier(event, "X-GitHub-Event", /^[a-z0-9_]{1,64}$/);
      const delivery_id = identifier(event, "X-GitHub-Delivery", plainId);
      const classified = classify(event, { event_type, delivery_id }, options);
      if (classified.kind === "invalid") throw new InvalidError("invalid_payload", classified.message);
      event.webhook = { delivery_id, event_type, classified };
    },
  };
}

function classify(
  event: WebhookEvent,
  ids: { event_type: string; delivery_id: string },
  options: ValidationOptions,
): Admitted | Extract<Classified, { kind: "invalid" }> {
  if (ids.event_type === "ping") return { kind: "ping" };
  if (!isSupportedEvent(ids.event_type)) return { kind: "ignored", reason: "unsupported_event" };
  const hook_id = event.headers["x-github-hook-id"]
    ? identifier(event, "X-GitHub-Hook-ID", plainId)
    : "unknown";
  // The body parser has replaced the text with what it parsed.
  const payload: unknown = event.body;
  if (!options.isWebhookPayload(payload)) {
    const mistake = options.isWebhookPayload.errors?.[0];
    const what = `${mistake?.instancePath || "/"} ${mistake?.message ?? "is not valid"}`;
    return { kind: "invalid", message: `The payload does not match the event ${ids.event_type}: ${what}` };
  }
  const classified = classifyWebhook({ ...ids, hook_id, payload }, options);
  if (classified.kind !== "accepted") return classified;
  // From here on the payload is GitHub's own text, which is stored and sent as it is.
  const payload_ref = { kind: "text", json: event.json } as const;
  return { kind: "accepted", envelope: { ...classified.envelope, payload_ref } };
}

function identifier(event: APIGatewayProxyEventV2, header: string, form: RegExp): string {
  const value = event.headers[header.toLowerCase()];
  if (!value) throw new InvalidError("missing_header", `The header ${header} is missing`);
  if (!form.test(value)) throw new InvalidError("malformed_header", `The header ${header} is malformed`);
  return value;
}
