import type { Request } from "@middy/core";
import type { APIGatewayProxyStructuredResultV2 } from "aws-lambda";
import type { Envelope } from "../functions/core/deliveries/envelope.ts";
import { describeError } from "./describe-error.ts";
import type { Log } from "./log.ts";
import type { WebhookEvent } from "./validation.ts";

/** One line for each request, for Middy's `requestEnd`, which early answers reach too. */
export function accessLog({ log }: { log: Log }) {
  return function logAccess(untyped: Request): void {
    const { event, response, error } = untyped as Request<WebhookEvent, APIGatewayProxyStructuredResultV2>;
    const webhook = event.webhook as WebhookEvent["webhook"] | undefined;
    const classified = webhook?.classified;
    const fields = {
      status: response?.statusCode,
      delivery_id: webhook?.delivery_id,
      event_type: webhook?.event_type,
      outcome: classified?.kind,
      ...(classified?.kind === "ignored" ? { reason: classified.reason } : {}),
      ...(classified?.kind === "accepted" ? acceptedIds(classified.envelope) : {}),
    };
    if (error) log.error("webhook refused", { ...fields, ...describeError(error) });
    else log.info("webhook answered", fields);
  };
}

function acceptedIds({ hook_id, repo, pr_number, intent_key }: Envelope) {
  return { hook_id, repo, pr_number, intent_key };
}
