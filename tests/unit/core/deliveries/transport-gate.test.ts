import { beforeEach, describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import type { Envelope } from "../../../../core/deliveries/envelope.ts";
import { createTransportGate, inlineLimitBytes } from "../../../../core/deliveries/transport-gate.ts";
import { RetryableError } from "../../../../core/errors.ts";
import { anyCharacter } from "../../../fakes/any-character.ts";
import { createTestClock } from "../../../fakes/clock.ts";
import { createFakeDeliveryStore, type FakeDeliveryStore } from "../../../fakes/delivery-store.ts";
import { createFakePayloadStore, type FakePayloadStore } from "../../../fakes/payload-store.ts";
import { anEnvelope, anEnvelopeOf } from "../../../fakes/records/envelope.ts";

let deliveries: FakeDeliveryStore;
let payloads: FakePayloadStore;
let gate: ReturnType<typeof createTransportGate>;

beforeEach(() => {
  deliveries = createFakeDeliveryStore(createTestClock());
  payloads = createFakePayloadStore();
  gate = createTransportGate({ deliveries, payloads });
});

describe("opening", () => {
  test("returns the envelope of a new delivery, and records both", async () => {
    const envelope = anEnvelope();
    expect(await gate.open(envelope)).toEqual(envelope);
    expect(deliveries.find(envelope)).toMatchObject({ status: "RECEIVED", envelope });
  });

  test("case 1: returns the envelope again if the delivery was recorded but not sent", async () => {
    const envelope = anEnvelope();
    await gate.open(envelope);
    expect(await gate.open(envelope)).toEqual(envelope);
  });

  test("returns null if the delivery was sent", async () => {
    await gate.open(anEnvelope());
    await gate.close(anEnvelope());
    expect(await gate.open(anEnvelope())).toBeNull();
  });

  test("returns null if the delivery is processed", async () => {
    await deliveries.finish(anEnvelope(), { kind: "ignored", reason: "bot" });
    expect(await gate.open(anEnvelope())).toBeNull();
  });

  test("records nothing if the bucket does not accept a large payload", async () => {
    const put = () => Promise.reject(new RetryableError("payload_bucket_unavailable", "down"));
    const failing = createTransportGate({ deliveries, payloads: { ...payloads, put } });
    const envelope = anEnvelopeOf("x".repeat(inlineLimitBytes));
    await expect(failing.open(envelope)).rejects.toBeInstanceOf(RetryableError);
    expect(deliveries.find(envelope)).toBeNull();
  });
});

describe("a large payload", () => {
  const bytesOf = (envelope: Envelope) => Buffer.byteLength(JSON.stringify(envelope));
  const empty = bytesOf(anEnvelopeOf(""));

  test("goes to the bucket, under the hook and the delivery", async () => {
    const envelope = anEnvelopeOf("x".repeat(inlineLimitBytes));
    const stored = await gate.open(envelope);
    const [key = ""] = payloads.objects.keys();
    expect(key.startsWith(`deliveries/300/${envelope.delivery_id}-`)).toBe(true);
    expect(stored).toMatchObject({ delivery_id: envelope.delivery_id, payload_ref: { kind: "s3", key } });
    expect(deliveries.find(envelope)?.envelope).toEqual(stored);
    expect(JSON.parse(payloads.objects.get(key) ?? "")).toEqual(
      envelope.payload_ref.kind === "inline" ? envelope.payload_ref.payload : null,
    );
  });

  test("that is in the bucket stays there", async () => {
    const stored = await gate.open(anEnvelopeOf("x".repeat(inlineLimitBytes)));
    payloads.objects.clear();
    expect(await gate.open(stored ?? anEnvelope())).toEqual(stored);
    expect(payloads.objects.size).toBe(0);
  });

  test("that is in the bucket stays there, however large the rest of the envelope is", async () => {
    const stored = (await gate.open(anEnvelopeOf("x".repeat(inlineLimitBytes)))) ?? anEnvelope();
    const large = { ...stored, repo: `octo-demo/${"x".repeat(inlineLimitBytes)}` };
    payloads.objects.clear();
    expect(await gate.open(large)).toEqual(large);
    expect(payloads.objects.size).toBe(0);
  });

  test.each([
    [0, "inline"],
    [1, "s3"],
  ])("of %i bytes beyond the limit: %s", async (over, kind) => {
    const stored = await gate.open(anEnvelopeOf("x".repeat(inlineLimitBytes - empty + over)));
    expect(stored?.payload_ref.kind).toBe(kind);
  });

  test.each([0x7f, 0x80, 0x7ff, 0x800, 0xd7ff, 0xe000, 0xffff, 0x10000, 0x10ffff])(
    "is measured in bytes: code point %i counts what UTF-8 needs for it",
    async (point) => {
      const letters = String.fromCodePoint(point).repeat(1_000);
      const filler = inlineLimitBytes - bytesOf(anEnvelopeOf(letters));
      for (const [over, kind] of [
        [0, "inline"],
        [1, "s3"],
      ] as const) {
        const fresh = createTransportGate({
          deliveries: createFakeDeliveryStore(createTestClock()),
          payloads,
        });
        const stored = await fresh.open(anEnvelopeOf(letters + "x".repeat(filler + over)));
        expect(stored?.payload_ref.kind).toBe(kind);
      }
    },
  );

  test("is measured in bytes of UTF-8, whatever its characters", async () => {
    const letters = fc.string({ unit: anyCharacter, minLength: 1, maxLength: 40 });
    await fc.assert(
      fc.asyncProperty(letters, fc.integer({ min: -3, max: 3 }), fc.nat(), async (text, distance, id) => {
        const body =
          text + "x".repeat(inlineLimitBytes + distance - bytesOf(anEnvelopeOf(text, { comment_id: 1 })));
        const envelope = anEnvelopeOf(body, { comment_id: 1, delivery_id: anEnvelope().delivery_id });
        const fresh = createTransportGate({ deliveries: createFakeDeliveryStore(() => id), payloads });
        const stored = await fresh.open(envelope);
        expect(stored?.payload_ref.kind).toBe(bytesOf(envelope) <= inlineLimitBytes ? "inline" : "s3");
      }),
      { numRuns: 20 },
    );
  });
});
