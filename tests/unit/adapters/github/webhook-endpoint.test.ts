import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, expect, test } from "@jest/globals";
import { createWebhookEndpoint } from "../../../../adapters/github/webhook-endpoint.ts";
import { signatureOf } from "../../../fakes/webhooks/signed-event.ts";

const closing: (() => Promise<void>)[] = [];

afterEach(async () => {
  await Promise.all(closing.splice(0).map((close) => close()));
});

interface Received {
  method: string | undefined;
  headers: Record<string, unknown>;
  body: string;
}

/** Starts a server that answers every request the same way; with status 0 it does not answer. */
async function answering(status: number, body = "", headers: Record<string, string> = {}) {
  const received: Received[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    received.push({
      method: request.method,
      headers: request.headers,
      body: Buffer.concat(chunks).toString(),
    });
    if (status) response.writeHead(status, headers).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  closing.push(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/webhooks/github`, received };
}

const withoutTime = ({ milliseconds: _, ...answer }: { milliseconds: number }) => answer;

test("a ping has the form of GitHub's, and a pong is the expected answer", async () => {
  const { url, received } = await answering(200, '{"pong":true}');
  const answer = await createWebhookEndpoint(url).ping("the-secret");
  expect(withoutTime(answer)).toEqual({ ok: true, status: 200, code: null });
  expect(answer.milliseconds).toBeGreaterThanOrEqual(0);
  const [request] = received;
  expect(request?.method).toBe("POST");
  expect(request?.headers).toMatchObject({
    "content-type": "application/json",
    "user-agent": expect.stringMatching(/^GitHub-Hookshot\//),
    "x-github-event": "ping",
    "x-github-delivery": expect.stringMatching(/^[0-9a-f-]{36}$/),
    "x-github-hook-id": "0",
    "x-hub-signature-256": signatureOf(request?.body ?? "", "the-secret"),
  });
  expect(JSON.parse(request?.body ?? "")).toMatchObject({ zen: expect.any(String), hook: { active: true } });
});

test("every ping is a separate delivery", async () => {
  const { url, received } = await answering(200, '{"pong":true}');
  const endpoint = createWebhookEndpoint(url);
  await endpoint.ping("s");
  await endpoint.ping("s");
  expect(new Set(received.map(({ headers }) => headers["x-github-delivery"])).size).toBe(2);
});

test.each([
  [401, '{"error":{"code":"bad_signature","message":"…"}}', "bad_signature"],
  [503, '{"error":{"code":"unavailable","message":"…"}}', "unavailable"],
  [403, "<html>Request blocked.</html>", "no_pong"],
  [200, '{"ignored":true}', "no_pong"],
  [202, '{"pong":true}', "no_pong"],
  [400, '{"error":{"code":"No Code\\nat all"}}', "no_pong"],
  [500, "null", "no_pong"],
])("%i %s is not a pong", async (status, body, code) => {
  const { url } = await answering(status, body);
  const answer = await createWebhookEndpoint(url).ping("s");
  expect(withoutTime(answer)).toEqual({ ok: false, status, code });
});

test("a redirect is not followed, as with GitHub", async () => {
  const target = await answering(200, '{"pong":true}');
  const { url } = await answering(302, "", { location: target.url });
  expect(withoutTime(await createWebhookEndpoint(url).ping("s"))).toEqual({
    ok: false,
    status: 302,
    code: "no_pong",
  });
  expect(target.received).toEqual([]);
});

test("an unreachable and a silent endpoint each give a result", async () => {
  const unreachable = await createWebhookEndpoint("http://127.0.0.1:9/").ping("s");
  expect(withoutTime(unreachable)).toEqual({ ok: false, status: null, code: "unreachable" });
  const { url } = await answering(0);
  const silent = await createWebhookEndpoint(url, 50).ping("s");
  expect(withoutTime(silent)).toEqual({ ok: false, status: null, code: "timeout" });
});
