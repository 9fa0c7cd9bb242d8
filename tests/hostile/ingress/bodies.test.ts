import { describe, expect, jest, test } from "@jest/globals";
import { type SignedEventOptions, signedEvent } from "../../fakes/webhooks/signed-event.ts";
import { createCheckedEndpoint } from "./checked-endpoint.ts";
import { hostileBodies } from "./hostile-bodies.ts";

const event = (body: Buffer, options: SignedEventOptions = {}) =>
  signedEvent("issue_comment", "created", { body, base64: true, ...options });

describe("a signed body is accepted or rejected", () => {
  test.each(hostileBodies)("%s", async (_what, body) => {
    const answer = await createCheckedEndpoint().deliver(event(body));
    expect([202, 400]).toContain(answer.status);
  });

  test.each(hostileBodies)("%s, as an event that is not handled", async (_what, body) => {
    const endpoint = createCheckedEndpoint();
    const headers = { "x-github-event": "push" };
    expect([200, 400]).toContain((await endpoint.deliver(event(body, { headers }))).status);
  });
});

describe("an unsigned body is rejected and never parsed", () => {
  test.each(hostileBodies)("%s", async (_what, body) => {
    const { deliver, deliveries } = createCheckedEndpoint();
    const parse = jest.spyOn(JSON, "parse");
    const toText = jest.spyOn(Buffer.prototype, "toString");
    const given = event(body, { headers: { "x-hub-signature-256": `sha256=${"0".repeat(64)}` } });
    parse.mockClear();
    toText.mockClear();

    expect((await deliver(given)).status).toBe(401);

    // Only the test parsed a text, the response; no bytes were converted to text.
    expect(parse.mock.calls.map(([text]) => text.length < 500)).toEqual([true]);
    expect(toText).not.toHaveBeenCalled();
    expect(await deliveries.pending(1)).toEqual([]);
    jest.restoreAllMocks();
  });
});

test("a signature of the base64 text is not valid for the bytes, and vice versa", async () => {
  const [, body] = hostileBodies.find(([name]) => name === "1e400") ?? ["", Buffer.alloc(0)];
  const lying = { ...event(body), isBase64Encoded: false };
  expect((await createCheckedEndpoint().deliver(lying)).status).toBe(401);
  const text = { ...signedEvent("issue_comment", "created", { body }), isBase64Encoded: true };
  expect((await createCheckedEndpoint().deliver(text)).status).toBe(401);
});
