import { describe, expect, jest, test } from "@jest/globals";
import { type SignedEventOptions, signedEvent } from "../../fakes/webhooks/signed-event.ts";
import { createDoor } from "./door.ts";
import { hostileBodies } from "./hostile-bodies.ts";

const event = (body: Buffer, options: SignedEventOptions = {}) =>
  signedEvent("issue_comment", "created", { body, base64: true, ...options });

describe("signed, it is accepted or refused", () => {
  test.each(hostileBodies)("%s", async (_what, body) => {
    const answer = await createDoor().deliver(event(body));
    expect([202, 400]).toContain(answer.status);
  });

  test.each(hostileBodies)("%s, as an event that nobody reads", async (_what, body) => {
    const door = createDoor();
    const headers = { "x-github-event": "push" };
    expect([200, 400]).toContain((await door.deliver(event(body, { headers }))).status);
  });
});

describe("unsigned, it is refused and nothing of it is parsed", () => {
  test.each(hostileBodies)("%s", async (_what, body) => {
    const { deliver, deliveries } = createDoor();
    const parse = jest.spyOn(JSON, "parse");
    const toText = jest.spyOn(Buffer.prototype, "toString");
    const given = event(body, { headers: { "x-hub-signature-256": `sha256=${"0".repeat(64)}` } });
    parse.mockClear();
    toText.mockClear();

    expect((await deliver(given)).status).toBe(401);

    // The one text that was parsed is the answer, by the test; no bytes were read as text.
    expect(parse.mock.calls.map(([text]) => text.length < 500)).toEqual([true]);
    expect(toText).not.toHaveBeenCalled();
    expect(await deliveries.pending(1)).toEqual([]);
    jest.restoreAllMocks();
  });
});

test("a signature of the text in base64 is no signature of the bytes, and the other way round", async () => {
  const [, body] = hostileBodies.find(([name]) => name === "1e400") ?? ["", Buffer.alloc(0)];
  const lying = { ...event(body), isBase64Encoded: false };
  expect((await createDoor().deliver(lying)).status).toBe(401);
  const text = { ...signedEvent("issue_comment", "created", { body }), isBase64Encoded: true };
  expect((await createDoor().deliver(text)).status).toBe(401);
});
