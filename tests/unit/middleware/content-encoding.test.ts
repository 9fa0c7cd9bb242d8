import { expect, test } from "@jest/globals";
import type { Request } from "@middy/core";
import type { APIGatewayProxyEventV2 } from "aws-lambda";
import { contentEncoding } from "../../../middleware/content-encoding.ts";
import { signedEvent } from "../../fakes/webhooks/signed-event.ts";

function pass(encoding?: string): void {
  const event = signedEvent("ping", undefined, { headers: { "content-encoding": encoding } });
  contentEncoding().before?.({ event } as Request<APIGatewayProxyEventV2>);
}

test.each([undefined, "", "identity", "Identity"])("%j means an uncompressed body", (encoding) => {
  expect(pass(encoding)).toBeUndefined();
});

test.each(["gzip", "br", "deflate", "zstd", "gzip, identity", "identity, gzip"])(
  "%j is refused",
  (encoding) => {
    expect(() => pass(encoding)).toThrow(
      expect.objectContaining({
        name: "InvalidError",
        code: "unsupported_media_type",
        message: "Send the body without a content encoding",
      }),
    );
  },
);
