import type { MiddlewareObj, Request } from "@middy/core";
import type { APIGatewayProxyEventV2 } from "aws-lambda";
import { InvalidError } from "../core/errors.ts";

/**
 * Rejects a compressed body. GitHub sends none, API Gateway decompresses none, and a small one can decompress to more
 * than the memory.
 */
export function contentEncoding(): MiddlewareObj<APIGatewayProxyEventV2> {
  return {
    before: function contentEncodingBefore({ event }: Request<APIGatewayProxyEventV2>): void {
      const encoding = event.headers["content-encoding"];
      if (!encoding || encoding.toLowerCase() === "identity") return;
      throw new InvalidError("unsupported_media_type", "Send the body without a content encoding");
    },
  };
}
