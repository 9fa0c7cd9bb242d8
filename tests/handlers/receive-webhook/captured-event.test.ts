import { readFileSync } from "node:fs";
import { expect, test } from "@jest/globals";
import { createWebhookEndpoint } from "../../fakes/webhook-endpoint.ts";
import { capturedEvent, capturedPath } from "../../fakes/webhooks/captured-event.ts";

const captured = readFileSync(capturedPath, "utf8");

test("the captured event is what tests/fakes/webhooks/captured-event.ts builds", () => {
  expect(captured).toBe(capturedEvent());
});

test("the captured event is accepted with the laptop's own secret", async () => {
  const endpoint = createWebhookEndpoint();
  expect((await endpoint.deliver(JSON.parse(captured))).status).toBe(202);
});
