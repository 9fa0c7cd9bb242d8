import { brotliCompressSync, deflateSync, gzipSync, zstdCompressSync } from "node:zlib";
import { describe, expect, test } from "@jest/globals";
import { exampleComment } from "../../fakes/webhooks/examples.ts";
import { signatureOf, signedEvent } from "../../fakes/webhooks/signed-event.ts";
import { createCheckedEndpoint } from "./checked-endpoint.ts";

const plain = JSON.stringify(exampleComment("/summary"));
/** 64 MB of white space before an event: valid JSON, and about 64 KB when compressed. */
const bomb = Buffer.concat([Buffer.alloc(64 * 1024 * 1024, " "), Buffer.from(plain)]);
const refused = {
  status: 415,
  body: { error: { code: "unsupported_media_type", message: "Send the body without a content encoding" } },
};

const encoded = (encoding: string, body: string | Buffer) =>
  signedEvent("issue_comment", "created", {
    body,
    base64: Buffer.isBuffer(body),
    headers: { "content-encoding": encoding },
  });

const compressions: [string, (body: Buffer) => Buffer][] = [
  ["gzip", gzipSync],
  ["br", brotliCompressSync],
  ["deflate", deflateSync],
  ["zstd", zstdCompressSync],
];

describe.each(compressions)("a body in %s", (encoding, compress) => {
  test("is rejected without being unpacked", async () => {
    expect(
      await createCheckedEndpoint().deliver(encoded(encoding, compress(Buffer.from(plain)))),
    ).toMatchObject(refused);
  });

  test("is rejected by its header if it is a bomb", async () => {
    const compressed = compress(bomb);
    expect(compressed.length).toBeLessThan(100_000);
    expect(await createCheckedEndpoint().deliver(encoded(encoding, compressed))).toMatchObject(refused);
  });

  test("isn't valid JSON without a Content-Encoding header", async () => {
    const body = compress(Buffer.from(plain));
    const answer = await createCheckedEndpoint().deliver(
      signedEvent("issue_comment", "created", { body, base64: true }),
    );
    expect(answer).toMatchObject({ status: 400, body: { error: { code: "bad_json" } } });
  });

  test("is not unpacked if the signature is of its content", async () => {
    const event = encoded(encoding, compress(Buffer.from(plain)));
    event.headers["x-hub-signature-256"] = signatureOf(plain);
    expect((await createCheckedEndpoint().deliver(event)).status).toBe(401);
  });
});

test.each([
  "gzip",
  "GZIP",
  "gzip, br",
  "br,gzip",
  "x-gzip",
  "aes128gcm",
  "identity, gzip",
  "*",
  "?",
  " gzip ",
])("a plain body with Content-Encoding %j is rejected", async (encoding) => {
  expect(await createCheckedEndpoint().deliver(encoded(encoding, plain))).toMatchObject(refused);
});

test.each(["identity", "Identity", ""])(
  "a plain body with Content-Encoding %j is accepted",
  async (encoding) => {
    expect((await createCheckedEndpoint().deliver(encoded(encoding, plain))).status).toBe(202);
  },
);

test("the response to an unsigned body does not mention the encoding", async () => {
  const event = encoded("gzip", gzipSync(plain));
  delete event.headers["x-hub-signature-256"];
  expect((await createCheckedEndpoint().deliver(event)).status).toBe(401);
});

test("headers left by a chunked transfer change nothing", async () => {
  const headers = { "transfer-encoding": "chunked", te: "trailers", trailer: "x-hub-signature-256" };
  const event = signedEvent("issue_comment", "created", { body: plain, headers });
  expect((await createCheckedEndpoint().deliver(event)).status).toBe(202);
});
