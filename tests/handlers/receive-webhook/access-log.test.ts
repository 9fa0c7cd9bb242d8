import { afterEach, beforeEach, expect, jest, test } from "@jest/globals";
import { RetryableError } from "../../../core/errors.ts";
import { createFakeLog } from "../../fakes/log.ts";
import { createWebhookEndpoint } from "../../fakes/webhook-endpoint.ts";
import { exampleComment } from "../../fakes/webhooks/examples.ts";
import { type SignedEventOptions, signatureOf, signedEvent } from "../../fakes/webhooks/signed-event.ts";

const text = "/summary my-very-private-words";
const printed: string[] = [];
const streams = ["log", "info", "warn", "error", "debug"] as const;

beforeEach(() => {
  for (const stream of streams) {
    jest
      .spyOn(console, stream)
      .mockImplementation((...args) => void printed.push(args.map(String).join(" ")));
  }
});

afterEach(() => {
  printed.length = 0;
  jest.restoreAllMocks();
});

const comment = (options: SignedEventOptions = {}) =>
  signedEvent("issue_comment", "created", { payload: exampleComment(text), ...options });

const delivery_id = "72d3162e-cc78-11e3-81ab-4c9367dc0958";

test("an accepted delivery has one line with its IDs", async () => {
  const endpoint = createWebhookEndpoint();
  await endpoint.deliver(comment());
  expect(endpoint.log.lines).toEqual([
    {
      level: "info",
      message: "webhook answered",
      fields: {
        status: 202,
        delivery_id,
        message_id: "message-1",
        event_type: "issue_comment",
        outcome: "accepted",
        hook_id: "292430182",
        repo: "Codertocat/Hello-World",
        pr_number: 1,
        intent_key: expect.stringMatching(/^[0-9a-f]{64}$/),
      },
    },
  ]);
});

test("an early answer has a line too", async () => {
  const endpoint = createWebhookEndpoint();
  await endpoint.deliver(comment());
  await endpoint.deliver(comment());
  const fields = { status: 200, delivery_id, outcome: "duplicate" };
  expect(endpoint.log.lines[1]).toMatchObject({ level: "info", fields });
});

test("an ignored delivery says why", async () => {
  const endpoint = createWebhookEndpoint();
  await endpoint.deliver(signedEvent("push"));
  const fields = { status: 200, event_type: "push", outcome: "ignored", reason: "unsupported_event" };
  expect(endpoint.log.lines).toMatchObject([{ level: "info", fields }]);
});

test("a refusal has an error line with its code", async () => {
  const endpoint = createWebhookEndpoint();
  await endpoint.deliver(comment({ secret: "another" }));
  const fields = { status: 401, delivery_id, error: "InvalidError", code: "bad_signature" };
  expect(endpoint.log.lines).toMatchObject([{ level: "error", message: "webhook refused", fields }]);
});

test("an event that is not a request gets an answer and a line", async () => {
  const endpoint = createWebhookEndpoint();
  expect(await endpoint.deliver({} as never)).toMatchObject({ status: 400 });
  expect(endpoint.log.lines).toMatchObject([
    { level: "error", fields: { status: 400, code: "bad_request" } },
  ]);
});

test("an answer at the deadline has a line, and the chain that ends later has none", async () => {
  const sent = Promise.withResolvers<string>();
  const queue = { send: () => sent.promise };
  const endpoint = createWebhookEndpoint({ queue });
  await endpoint.deliver(comment(), 520);
  const fields = { status: 503, delivery_id, repo: "Codertocat/Hello-World", code: "out_of_time" };
  expect(endpoint.log.lines).toMatchObject([{ level: "error", message: "webhook refused", fields }]);

  sent.resolve("message-late");
  await endpoint.deliver(signedEvent("ping"));
  expect(endpoint.deliveries.find({ hook_id: "292430182", delivery_id })?.status).toBe("ENQUEUED");
  expect(endpoint.log.lines).toMatchObject([{ fields }, { fields: { outcome: "ping" } }]);
});

test("a failure has its cause, without quotes of either", async () => {
  const cause = new SyntaxError(`Unexpected token in JSON: ${text}`);
  const send = () => Promise.reject(new RetryableError("queue_unavailable", "queue did not", { cause }));
  const endpoint = createWebhookEndpoint({ queue: { send } });
  await endpoint.deliver(comment());
  expect(endpoint.log.lines).toMatchObject([
    {
      level: "error",
      fields: {
        status: 503,
        code: "queue_unavailable",
        cause: { error: "SyntaxError", frames: expect.any(Array) },
      },
    },
  ]);
});

test("case 20: the comment, the signature and the secrets are never logged", async () => {
  const body = JSON.stringify(exampleComment(text));
  const events = [
    comment(),
    comment(),
    comment({ secret: "another" }),
    comment({ delivery: "bad id ###" }),
    comment({ body: `{"comment": "${text}"` }),
    comment({ body: `{"comment": "${text}"}` }),
    comment({ headers: { "content-type": `text/${text}` } }),
    comment({ headers: { "x-hub-signature-256": `sha256=${text}` } }),
    comment({ path: `/${encodeURIComponent(text)}` }),
    comment({ body: body.repeat(500) }),
    comment({ payload: { ...exampleComment(text), repository: { full_name: text } } }),
  ];
  const log = createFakeLog();
  const endpoint = createWebhookEndpoint({ log });
  const thrower = createWebhookEndpoint({ log, queue: { send: () => Promise.reject(new Error(text)) } });

  for (const event of events) await endpoint.deliver(event);
  await thrower.deliver(comment({ delivery: "thrown" }));

  expect(log.lines).toHaveLength(events.length + 1);
  const written = log.text() + printed.join("\n");
  expect(written).not.toContain("private-words");
  expect(written).not.toContain("local-webhook-secret");
  expect(written).not.toContain(signatureOf(body).slice("sha256=".length));
});
