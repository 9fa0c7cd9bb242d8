import { randomUUID } from "node:crypto";
import { describe, expect, test } from "@jest/globals";
import { answersTo, isFinal } from "./answers.ts";
import { examplesOf } from "./examples.ts";
import { until } from "./until.ts";
import { commentDelivery, deliver, webhookUrl } from "./webhooks.ts";

const repo = "octo-demo/payments";

describe("the webhook endpoint", () => {
  test("accepts a repeated delivery once", async () => {
    const delivery = commentDelivery({ body: "/summary" });

    const first = await deliver(delivery);
    const [answer] = await until(
      () => answersTo(repo, 7, first.body.intent_key),
      (found) => found.some(isFinal),
    );
    const second = await deliver(delivery);
    await deliver({ ...delivery, guid: randomUUID() });
    const other = await deliver(commentDelivery({ body: "/help" }));
    await until(
      () => answersTo(repo, 7, other.body.intent_key),
      (found) => found.some(isFinal),
    );

    expect(first.status).toBe(202);
    expect(second).toMatchObject({ status: 200, body: { duplicate: true } });
    expect(await answersTo(repo, 7, first.body.intent_key)).toEqual([answer]);
  });

  test("refuses a wrong signature", async () => {
    const answer = await deliver({ ...commentDelivery({ body: "/summary" }), secret: "another secret" });

    expect(answer).toMatchObject({ status: 401, body: { error: { code: "bad_signature" } } });
  });

  test.each([27, 400])("accepts a body of %i KB", async (kilobytes) => {
    const delivery = commentDelivery({ body: "/summary", padding: kilobytes * 1024 });

    const { status, body } = await deliver(delivery);

    expect(status).toBe(202);
    await until(
      () => answersTo(repo, 7, body.intent_key),
      (found) => found.some(isFinal),
    );
  });

  test("refuses more than 6 MB", async () => {
    const answer = await deliver(commentDelivery({ body: "/summary", padding: 6 * 1024 * 1024 }));

    expect(answer.status).toBe(413);
  });

  test("answers a ping", async () => {
    const [body] = examplesOf("ping");

    const answer = await deliver({ event: "ping", guid: randomUUID(), body: JSON.stringify(body) });

    expect(answer).toMatchObject({ status: 200, body: { pong: true } });
  });

  test.each(["push", "star", "workflow_run"])("ignores %s events, and says so", async (event) => {
    const [body] = examplesOf(event);

    const answer = await deliver({ event, guid: randomUUID(), body: JSON.stringify(body) });

    expect(answer).toMatchObject({ status: 200, body: { ignored: true, reason: "unsupported_event" } });
  });

  test.each(["issue_comment", "pull_request_review_comment", "pull_request_review", "pull_request"])(
    "accepts or ignores every example of %s",
    async (event) => {
      for (const payload of examplesOf(event)) {
        const answer = await deliver({ event, guid: randomUUID(), body: JSON.stringify(payload) });

        expect([200, 202]).toContain(answer.status);
      }
    },
  );

  test.each([
    ["GET", "/webhooks/github", 405, "method_not_allowed"],
    ["POST", "/webhooks/gitlab", 404, "not_found"],
    ["GET", "/", 404, "not_found"],
  ])("answers %s %s with %i", async (method, path, status, code) => {
    const response = await fetch(new URL(path, webhookUrl), { method });

    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject({ error: { code } });
  });
});
