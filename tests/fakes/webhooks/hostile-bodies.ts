import { createHmac } from "node:crypto";
import { gzipSync } from "node:zlib";
import { exampleComment } from "./examples.ts";
import { type SignedEventOptions, signatureOf, webhookSecret } from "./signed-event.ts";

/** A body that GitHub or an attacker may send, created on demand, as some have 6 MB. */
export type Body = [what: string, options: () => SignedEventOptions];

const limit = 6 * 1024 * 1024;

/** GitHub's example comment with `/summary` and that text, and a member of raw JSON in front. */
function json({ text = "all", raw = "", ...more }: { text?: string; raw?: string; padding?: string } = {}) {
  const body = JSON.stringify({ ...exampleComment(`/summary ${text}`), ...more });
  return raw ? `{${raw},${body.slice(1)}` : body;
}

function ofBytes(bytes: number, letter = "x"): string {
  const rest = bytes - Buffer.byteLength(json({ padding: "" }));
  const letters = Math.floor(rest / Buffer.byteLength(letter));
  return json({ padding: letter.repeat(letters) + "x".repeat(rest - letters * Buffer.byteLength(letter)) });
}

const nested = (levels: number, open: string, close: string) =>
  json({ raw: `"deep":${open.repeat(levels)}1${close.repeat(levels)}` });

function withKeys(objects: number, keys: number): string {
  const members = Array.from({ length: keys }, (_, n) => `"${n.toString(36)}":0`).join();
  return json({ raw: `"keys":[${Array(objects).fill(`{${members}}`).join()}]` });
}

const notUtf8 = () => Buffer.from(json({ padding: "\u0001" }).replace("\\u0001", "\xff\xfe\x80"), "latin1");

/** With the expected text of the command, and where the payload is stored. */
export const acceptedBodies: [...Body, text: string, kept: "inline" | "s3"][] = [
  ["base64", () => ({ body: json(), base64: true }), "all", "inline"],
  ["emoji", () => ({ body: json({ text: "🎉 👩‍👧 naïve \uffff" }) }), "🎉 👩‍👧 naïve \uffff", "inline"],
  ["emoji in base64", () => ({ body: json({ text: "🎉" }), base64: true }), "🎉", "inline"],
  ["half an emoji", () => ({ body: json({ text: "\ud83d." }) }), "\ufffd.", "inline"],
  ["bytes that are not UTF-8", () => ({ body: notUtf8(), base64: true }), "all", "inline"],
  ["27 KB", () => ({ body: ofBytes(27 * 1024) }), "all", "inline"],
  ["over 256 KiB", () => ({ body: ofBytes(257 * 1024) }), "all", "s3"],
  ["over 256 KiB of multi-byte characters", () => ({ body: ofBytes(257 * 1024, "€") }), "all", "s3"],
  ["6 MB to the last byte", () => ({ body: ofBytes(limit) }), "all", "s3"],
  ["6 MB in base64", () => ({ body: ofBytes(limit), base64: true }), "all", "s3"],
  ["a million keys", () => ({ body: withKeys(27_778, 36) }), "all", "s3"],
  ["1,000 levels", () => ({ body: nested(1_000, "[", "]") }), "all", "inline"],
];

/**
 * The parser's depth depends on the machine's stack; where it can parse a body, all later code can serialize
 * it.
 */
export const deepBodies: Body[] = [1_300, 1_600, 1_900, 2_200, 3_000, 100_000].flatMap((levels): Body[] => [
  [`${levels} levels of lists`, () => ({ body: nested(levels, "[", "]") })],
  [`${levels} levels of objects`, () => ({ body: nested(levels, '{"a":', "}") })],
]);

const withHeaders = (headers: Record<string, string | undefined>) => () => ({ body: json(), headers });
const withSignature = (signature: string) => withHeaders({ "x-hub-signature-256": signature });
const withMember = (raw: string) => () => ({ body: json({ raw }) });
const good = signatureOf(json());
const sha1 = `sha1=${createHmac("sha1", webhookSecret).update(json()).digest("hex")}`;
const form = { "content-type": "application/x-www-form-urlencoded" };
const gzip = { "content-encoding": "gzip" };

function formEncoded(): SignedEventOptions {
  return { body: `payload=${encodeURIComponent(json())}`, headers: form, base64: true };
}

type Refused = [...Body, status: number, code: string];

const wrongType = ([what, options]: Body): Refused => [what, options, 415, "unsupported_media_type"];
const tooLarge = ([what, options]: Body): Refused => [what, options, 413, "too_large"];
const badSignature = ([what, options]: Body): Refused => [what, options, 401, "bad_signature"];
const badJson = ([what, options]: Body): Refused => [what, options, 400, "bad_json"];
const noEvent = ([what, options]: Body): Refused => [what, options, 400, "invalid_payload"];

export const refusedBodies: Refused[] = [
  wrongType(["a form", formEncoded]),
  wrongType(["plain text", withHeaders({ "content-type": "text/plain" })]),
  wrongType(["no content type", withHeaders({ "content-type": undefined })]),
  wrongType(["a compressed body", () => ({ body: gzipSync(json()), base64: true, headers: gzip })]),
  tooLarge(["one byte over 6 MB", () => ({ body: ofBytes(limit + 1) })]),
  tooLarge(["one byte over 6 MB in base64", () => ({ body: ofBytes(limit + 1), base64: true })]),
  tooLarge(["over 6 MB of multi-byte characters", () => ({ body: ofBytes(limit + 1, "é") })]),
  tooLarge(["a million different keys", () => ({ body: withKeys(1, 1_000_000) })]),
  badSignature(["two signatures", withSignature(`${good}, ${good}`)]),
  badSignature(["a good signature and another", withSignature(`${good},sha256=${"0".repeat(64)}`)]),
  badSignature(["a short signature", withSignature(good.slice(0, -2))]),
  badSignature(["an empty signature", withSignature("sha256=")]),
  badSignature(["SHA-1 in the newer header", withSignature(sha1)]),
  [
    "SHA-1 only",
    withHeaders({ "x-hub-signature-256": undefined, "x-hub-signature": sha1 }),
    401,
    "missing_signature",
  ],
  badJson(["__proto__", withMember('"__proto__":{"polluted":true}')]),
  badJson(["__proto__ deep inside", withMember('"a":[{"b":{"__proto__":{"polluted":true}}}]')]),
  badJson(["__proto__ in escapes", withMember('"\\u005f_proto\\u005f_":{"polluted":true}')]),
  badJson(["constructor.prototype", withMember('"constructor":{"prototype":{"polluted":true}}')]),
  badJson(["half of a body", () => ({ body: json().slice(0, 5_000) })]),
  badJson(["nothing", () => ({ body: "" })]),
  badJson(["a compressed body without a content encoding", () => ({ body: gzipSync(json()), base64: true })]),
  noEvent(["null", () => ({ body: "null" })]),
  noEvent(["a list", () => ({ body: "[]" })]),
  noEvent(["another event's payload", () => ({ body: '{"zen":"Keep it logically awesome."}' })]),
];
