import { createHash, timingSafeEqual } from "node:crypto";
import type { MiddlewareObj, Request } from "@middy/core";
import type { APIGatewayProxyEventV2 } from "aws-lambda";
import { InvalidError } from "../core/errors.ts";

/** Port: the secrets that the edge may send now, including those of a rotation in progress. */
interface OriginSecrets {
  read(): Promise<string[]>;
  /** Reads them again from the source; returns null if that happened very recently. */
  refresh(): Promise<string[] | null>;
}

/** `unchecked`: the stack has no edge, so requests may come from anywhere. */
export type Origin = OriginSecrets | "unchecked";

/**
 * `requestContext.apiId` of a captured event. API Gateway sets this field in every request, so only a caller with IAM
 * permission to invoke the function can choose it.
 */
const replayedApiId = "replay";

/**
 * Rejects requests that did not come through the edge, which sets `X-Origin-Secret` to its secret and overwrites any value
 * from the sender. Comes before anything expensive.
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

/** Compares digests, which all have the same length, in constant time. */
function matchesAny(given: string, secrets: string[]): boolean {
  const digest = digestOf(given);
  return secrets.some((secret) => timingSafeEqual(digest, digestOf(secret)));
}

function digestOf(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}
