import type { MiddlewareObj, Request } from "@middy/core";
import type { APIGatewayProxyEventV2 } from "aws-lambda";
import type { CallbackBody } from "../core/callbacks/callback.schema.ts";
import type { Callback, CallbackStore } from "../core/callbacks/callback-store.ts";
import type { EmployeeResult } from "../core/employees/runner.ts";
import { InvalidError } from "../core/errors.ts";
import type { Sha256 } from "../core/sha256.ts";

/** A verified callback: `body` is set once it is validated. */
export type CallbackEvent = APIGatewayProxyEventV2 & { callback: ReceivedCallback };

export interface ReceivedCallback {
  /** As it was stored when the request arrived. */
  stored: Callback;
  body: CallbackBody;
  /** Only for the type `result`. */
  result: EmployeeResult | null;
}

interface KnownCallbackOptions {
  callbacks: Pick<CallbackStore, "read">;
  sha256: Sha256;
}

/** 288 random bits, as `randomToken` creates them. */
const opaqueId = /^[A-Za-z0-9_-]{48}$/;

/**
 * Looks up the callback whose opaque id is the path's parameter `id`. The id is a capability: only its SHA-256 is stored,
 * and nothing logs it. The response to an unknown id is the same as to any other unknown path.
 */
export function knownCallback({ callbacks, sha256 }: KnownCallbackOptions): MiddlewareObj<CallbackEvent> {
  return {
    before: async function knownCallbackBefore({ event }: Request<CallbackEvent>): Promise<void> {
      const id = event.pathParameters?.id ?? "";
      const stored = opaqueId.test(id) ? await callbacks.read(sha256(id)) : null;
      if (!stored) throw new InvalidError("not_found", "Use POST /callbacks/{id}");
      event.callback = { ...event.callback, stored };
    },
  };
}
