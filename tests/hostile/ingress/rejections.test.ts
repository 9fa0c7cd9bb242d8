import { setImmediate } from "node:timers/promises";
import { expect, test } from "@jest/globals";
import type { ReceiveWebhookDeps } from "../../../functions/receive-webhook/handler.ts";
import { createTestClock } from "../../fakes/clock.ts";
import { createFakeDeliveryStore } from "../../fakes/delivery-store.ts";
import { createWebhookEndpoint } from "../../fakes/webhook-endpoint.ts";
import { exampleComment } from "../../fakes/webhooks/examples.ts";
import { signedEvent } from "../../fakes/webhooks/signed-event.ts";

// Jest fails a test with an unhandled rejection; each of these tests waits long enough to notice one.

type Fail = () => Promise<never>;

const store = createFakeDeliveryStore(createTestClock());
const ports: [string, (fail: Fail) => Partial<ReceiveWebhookDeps>][] = [
  ["the secrets", (fail) => ({ secrets: { read: fail, refresh: fail } })],
  ["the secrets' source", (fail) => ({ secrets: { read: async () => ["another"], refresh: fail } })],
  ["the origin's secrets", (fail) => ({ origin: { read: fail, refresh: fail } })],
  ["the bucket", (fail) => ({ payloads: { put: fail } })],
  ["the table at the first write", (fail) => ({ deliveries: { ...store, receive: fail } })],
  ["the table at the second write", (fail) => ({ deliveries: { ...store, enqueued: fail } })],
  ["the queue", (fail) => ({ queue: { send: fail } })],
];

const failures: [string, Fail][] = [
  [
    "throws",
    () => {
      throw new Error("thrown");
    },
  ],
  ["rejects", () => Promise.reject(new Error("rejected"))],
  ["rejects with a text", () => Promise.reject("a text")],
  ["rejects after a while", () => setImmediate().then(() => Promise.reject(new Error("late")))],
];

/** Delivers a comment that needs every port, with this many milliseconds left. */
async function statusOf(change: Partial<ReceiveWebhookDeps>, delivery: string, remainingMs?: number) {
  const payload = { ...exampleComment("/summary"), padding: "x".repeat(300_000) };
  const headers = { "x-origin-secret": "shown" };
  const event = signedEvent("issue_comment", "created", { payload, headers, delivery });
  return (await createWebhookEndpoint(change).deliver(event, remainingMs)).status;
}

const combinations = ports.flatMap(([port, change]) =>
  failures.map(([how, fail]) => ({ port, how, change: change(fail) })),
);

test.each(combinations)(
  "$port that $how: 500, without an unhandled rejection",
  async ({ port, how, change }) => {
    expect(await statusOf(change, `${port} ${how}`.replaceAll(/\W/g, "-"))).toBe(500);
    await setImmediate();
  },
);

test.each(ports)(
  "%s that fails after the response: 503, without an unhandled rejection",
  async (port, change) => {
    const slow = Promise.withResolvers<never>();
    const late = change(() => slow.promise);
    expect(await statusOf(late, `${port} late`.replaceAll(/\W/g, "-"), 510)).toBe(503);
    slow.reject(new Error("too late"));
    await setImmediate();
    await setImmediate();
  },
);
