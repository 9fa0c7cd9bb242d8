import { brotliCompressSync, deflateSync, gzipSync, zstdCompressSync } from "node:zlib";
import { describe, expect, test } from "@jest/globals";
import { exampleComment } from "../../fakes/webhooks/examples.ts";
import { signatureOf, signedEvent } from "../../fakes/webhooks/signed-event.ts";
import { createDoor } from "./door.ts";

const plain = JSON.stringify(exampleComment("/summary"));
/** 64 MB of white space before an event: it is JSON, and some 64 KB when it is compressed. */
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
  test("is refused, and never unpacked", async () => {
    expect(await createDoor().deliver(encoded(encoding, compress(Buffer.from(plain))))).toMatchObject(
      refused,
    );
  });

  test("that is a bomb is refused as quickly: by its header", async () => {
    const compressed = compress(bomb);
    expect(compressed.length).toBeLessThan(100_000);
    expect(await createDoor().deliver(encoded(encoding, compressed))).toMatchObject(refused);
  });

  test("that does not say so is no JSON", async () => {
    const body = compress(Buffer.from(plain));
    const answer = await createDoor().deliver(
      signedEvent("issue_comment", "created", { body, base64: true }),
    );
    expect(answer).toMatchObject({ status: 400, body: { error: { code: "bad_json" } } });
  });

  test("whose signature is of what it holds is not unpacked for that", async () => {
    const event = encoded(encoding, compress(Buffer.from(plain)));
    event.headers["x-hub-signature-256"] = signatureOf(plain);
    expect((await createDoor().deliver(event)).status).toBe(401);
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
])("a plain body that says it is in %j is refused", async (encoding) => {
  expect(await createDoor().deliver(encoded(encoding, plain))).toMatchObject(refused);
});

test.each(["identity", "Identity", ""])("a plain body that says %j is accepted", async (encoding) => {
  expect((await createDoor().deliver(encoded(encoding, plain))).status).toBe(202);
});

test("an unsigned one is told nothing of its encoding", async () => {
  const event = encoded("gzip", gzipSync(plain));
  delete event.headers["x-hub-signature-256"];
  expect((await createDoor().deliver(event)).status).toBe(401);
});

test("what the way in pieces left in the headers changes nothing", async () => {
  const headers = { "transfer-encoding": "chunked", te: "trailers", trailer: "x-hub-signature-256" };
  const event = signedEvent("issue_comment", "created", { body: plain, headers });
  expect((await createDoor().deliver(event)).status).toBe(202);
});
