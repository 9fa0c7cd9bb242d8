import type { Request } from "@middy/core";
import type { APIGatewayProxyStructuredResultV2 } from "aws-lambda";
import { idsOfEnvelope } from "../core/jobs/log-ids.ts";
import { describeError } from "./describe-error.ts";
import { httpError } from "./http-errors.ts";
import type { Log } from "./log.ts";
import type { EndedRequest } from "./request-end.ts";
import { plainId, type WebhookEvent } from "./validation.ts";

/** Logs one line for each request. For Middy's `requestEnd`, which runs for early responses too. */
export function accessLog({ log }: { log: Log }) {
  return function logAccess(untyped: EndedRequest): void {
    const { event, response, error } = untyped as Request<WebhookEvent, APIGatewayProxyStructuredResultV2>;
    const webhook = event.webhook as WebhookEvent["webhook"] | undefined;
    const classified = webhook?.classified;
    const fields = {
      status: response?.statusCode,
      delivery_id: webhook?.delivery_id ?? claimedDelivery(event),
      event_type: webhook?.event_type,
      message_id: webhook?.message_id,
      outcome: error ? refusedAs(error) : outcomeOf(classified?.kind, response?.statusCode),
      ...(classified?.kind === "ignored" ? { reason: classified.reason } : {}),
      ...(classified?.kind === "accepted" ? idsOfEnvelope(classified.envelope) : {}),
    };
    // Errors of others have no code: theirs is the response's.
    if (error)
      log.error("webhook refused", { ...fields, code: httpError(error).code, ...describeError(error) });
    else log.info("webhook answered", fields);
  };
}

function refusedAs(error: unknown): "refused" | "failed" {
  return httpError(error).status < 500 ? "refused" : "failed";
}

/** An accepted webhook with status 200 is a duplicate: the gate responded. */
function outcomeOf(kind: string | undefined, status: number | undefined): string | undefined {
  return kind === "accepted" && status === 200 ? "duplicate" : kind;
}

/** Returns the unverified delivery ID of a request that was refused before its headers were validated. */
function claimedDelivery(event: WebhookEvent): string | undefined {
  const claimed = event.headers?.["x-github-delivery"];
  return claimed && plainId.test(claimed) ? claimed : undefined;
}
