import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { exampleComment } from "../../fakes/webhooks/examples.ts";
import { signedEvent } from "../../fakes/webhooks/signed-event.ts";
import { createCheckedEndpoint } from "./checked-endpoint.ts";

const payload = exampleComment("/summary");
const deliver = (headers: Record<string, string | undefined>) =>
  createCheckedEndpoint().deliver(signedEvent("issue_comment", "created", { payload, headers }));

/** Headers that the function reads. */
const read = [
  "content-encoding",
  "content-type",
  "x-github-delivery",
  "x-github-event",
  "x-github-hook-id",
  "x-hub-signature-256",
  "x-origin-secret",
];

const oddities: [string, string][] = [
  ["empty", ""],
  ["8 KB long", "x".repeat(8 * 1024)],
  ["white space", "   \t"],
  ["joined with another by a comma", "issue_comment,push"],
  ["with a line break", "issue_comment\r\nx-evil: 1"],
  ["with a zero byte", "issue_comment\0"],
  ["not ASCII", "issue_comment\u00e9\u202e"],
  ["half a surrogate pair", "\ud83d"],
  ["a name of Object.prototype", "__proto__"],
  ["another name of Object.prototype", "constructor"],
  ["a path", "../../etc/passwd"],
  ["the separator of the table key", "1#2"],
];

describe.each(read)("%s", (header) => {
  test.each(oddities)("%s: accepted or rejected", async (_what, value) => {
    await deliver({ [header]: value });
  });
});

test.each([
  ["application/json", 202],
  ["application/json; charset=utf-8", 202],
  ["APPLICATION/JSON", 202],
  ["application/vnd.github+json", 202],
  ["application/x-www-form-urlencoded", 415],
  ["text/plain", 415],
  ["text/json", 415],
  ["multipart/form-data; boundary=application/json", 415],
  ["application/jsonp", 415],
  ["application/xml, application/json", 415],
  [" application/json", 415],
  [`application/${"+".repeat(8_000)}`, 415],
])("Content-Type %j: %i", async (type, status) => {
  expect((await deliver({ "content-type": type })).status).toBe(status);
});

test("header names in upper case, which API Gateway never sends, are other headers", async () => {
  const event = signedEvent("issue_comment", "created", { payload });
  event.headers = Object.fromEntries(
    Object.entries(event.headers).map(([name, value]) => [name.toUpperCase(), value]),
  );
  expect((await createCheckedEndpoint().deliver(event)).status).toBe(401);
});

test("any headers are accepted or rejected", async () => {
  const value = fc.oneof(
    fc.string({ unit: "binary", maxLength: 100 }),
    fc.constantFrom(
      ...oddities.map(([, odd]) => odd),
      "issue_comment",
      "ping",
      "application/json",
      "identity",
    ),
  );
  const headers = fc.dictionary(fc.oneof(fc.constantFrom(...read), fc.string({ unit: "binary" })), value);
  await fc.assert(
    fc.asyncProperty(headers, fc.boolean(), async (changed, signed) => {
      const event = signedEvent("issue_comment", "created", { payload, headers: changed });
      const signature = signedEvent("issue_comment", "created", { payload }).headers["x-hub-signature-256"];
      if (signed && signature) event.headers["x-hub-signature-256"] = signature;
      await createCheckedEndpoint().deliver(event);
    }),
    { numRuns: 300 },
  );
});

test("an unusual delivery ID is not logged", async () => {
  const endpoint = createCheckedEndpoint();
  const secret = "a\u202e".repeat(40);
  await endpoint.deliver(
    signedEvent("issue_comment", "created", { payload, headers: { "x-github-delivery": secret } }),
  );
  expect(endpoint.log.text()).not.toContain("\u202e");
});
