import { expect, test } from "@jest/globals";
import type { Request } from "@middy/core";
import { sha256 } from "../../../adapters/runtime/sha256.ts";
import type { WebhookPayload } from "../../../core/deliveries/webhook.schema.ts";
import { type ValidationOptions, validation, type WebhookEvent } from "../../../middleware/validation.ts";
import { createTestClock } from "../../fakes/clock.ts";
import { signedEvent } from "../../fakes/webhooks/signed-event.ts";

type Mistakes = ValidationOptions["isWebhookPayload"]["errors"];

function pass(errors: Mistakes): void {
  const refuse = (_body: unknown): _body is WebhookPayload => false;
  const isWebhookPayload = Object.assign(refuse, errors === undefined ? {} : { errors });
  const { before } = validation({ isWebhookPayload, sha256, clock: createTestClock() });
  before?.({ event: signedEvent("issue_comment", "created") } as unknown as Request<WebhookEvent>);
}

const mistakes: [Mistakes, string][] = [
  [[{ instancePath: "/sender", message: "must be object" }], "/sender must be object"],
  [[{ instancePath: "", message: "must be object" }], "/ must be object"],
  [[{ instancePath: "/sender" }], "/sender is not valid"],
  [[], "/ is not valid"],
  [null, "/ is not valid"],
  [undefined, "/ is not valid"],
];
test.each(mistakes)("a body with the errors %j is refused: %s", (errors, what) => {
  expect(() => pass(errors)).toThrow(
    expect.objectContaining({
      name: "InvalidError",
      code: "invalid_payload",
      message: `The payload does not match the event issue_comment: ${what}`,
    }),
  );
});
