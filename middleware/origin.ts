import { createHash, timingSafeEqual } from "node:crypto";
import type { MiddlewareObj, Request } from "@middy/core";
import type { APIGatewayProxyEventV2 } from "aws-lambda";
import { InvalidError } from "../core/errors.ts";

/** Port: what the edge may show now, of every version that a rotation has in use. */
export interface OriginSecrets {
  read(): Promise<string[]>;
  /** Reads them again from the source; null when that was done too recently to be worth it. */
  refresh(): Promise<string[] | null>;
}

/** `unchecked`: the stack has no edge, so requests may come from anywhere. */
export type Origin = OriginSecrets | "unchecked";

/**
 * What a captured event says in `requestContext.apiId`. API Gateway writes that itself, into everything it passes on, so
 * only who may invoke the function by IAM can say it.
 */
const replayedApiId = "replay";

/**
 * Refuses what did not come through the edge, which puts its secret into `X-Origin-Secret`, over whatever the sender
 * put there. Stands before everything else that costs something.
 */
export function origin({ origin: secrets }: { origin: Origin }): MiddlewareObj<APIGatewayProxyEventV2> {
  if (secrets === "unchecked") return { before: function originUnchecked(): void {} };
  return {
    before: async function originBefore({ event }: Request<APIGatewayProxyEventV2>): Promise<void> {
      if (event.requestContext.apiId === replayedApiId) return;
      const given = event.headers["x-origin-secret"];
      if (given) {
        if (matchesAny(given, await secrets.read())) return;
        const refreshed = await secrets.refresh();
        if (refreshed && matchesAny(given, refreshed)) return;
      }
      throw new InvalidError("not_through_edge", "Use the public address");
    },
  };
}

/** Compares digests, which are all of one length: the time says nothing about the secrets. */
function matchesAny(given: string, secrets: string[]): boolean {
  const digest = digestOf(given);
  return secrets.some((secret) => timingSafeEqual(digest, digestOf(secret)));
}

function digestOf(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}
