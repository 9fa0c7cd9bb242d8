import { expect, test } from "@jest/globals";
import type { Request } from "@middy/core";
import type { APIGatewayProxyEventV2 } from "aws-lambda";
import { type Origin, origin } from "../../../middleware/origin.ts";
import { createFakeWebhookSecrets } from "../../fakes/webhook-secrets.ts";
import { signedEvent } from "../../fakes/webhooks/signed-event.ts";

const refused = { name: "InvalidError", code: "not_through_edge" };

async function pass(accepted: Origin, shown?: string): Promise<void> {
  const event = signedEvent("ping", undefined, { headers: { "x-origin-secret": shown } });
  await origin({ origin: accepted }).before?.({ event } as Request<APIGatewayProxyEventV2>);
}

test("the current, the previous and the next secret of the edge pass", async () => {
  const secrets = createFakeWebhookSecrets("current", "pending", "previous");
  for (const shown of ["current", "pending", "previous"]) await pass(secrets, shown);
  expect(secrets.refreshes).toBe(0);
});

test.each([
  ["nothing", undefined],
  ["an empty text", ""],
  ["another text", "other"],
  ["a part of it", "curren"],
  ["more than it", "current,current"],
  ["another spelling of it", "CURRENT"],
])("%s is refused", async (_what, shown) => {
  await expect(pass(createFakeWebhookSecrets("current"), shown)).rejects.toMatchObject(refused);
});

test("nothing passes without a secret", async () => {
  await expect(pass(createFakeWebhookSecrets(), "current")).rejects.toMatchObject(refused);
});

test("an unknown value is looked up in the source once before it is refused", async () => {
  const secrets = createFakeWebhookSecrets("old");
  secrets.source = ["new", "old"];
  await pass(secrets, "new");
  await pass(secrets, "new");
  await expect(pass(secrets, "other")).rejects.toMatchObject(refused);
  expect(secrets.refreshes).toBe(1);
});

test("a request without a value reads no secret: a flood costs no reads", async () => {
  const read = () => Promise.reject(new Error("must not be asked"));
  for (const shown of [undefined, ""]) {
    await expect(pass({ read, refresh: read }, shown)).rejects.toMatchObject(refused);
  }
});

test("a captured event, invoked through IAM, needs no edge", async () => {
  const event = signedEvent("ping");
  event.requestContext.apiId = "replay";
  await origin({ origin: createFakeWebhookSecrets("current") }).before?.({
    event,
  } as Request<APIGatewayProxyEventV2>);
});

test("a stack without an edge checks nothing", async () => {
  for (const shown of [undefined, "whatever"]) await pass("unchecked", shown);
});
