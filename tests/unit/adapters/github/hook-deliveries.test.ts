import type { IncomingMessage } from "node:http";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "@jest/globals";
import { createGitHubClient } from "../../../../adapters/github/client.ts";
import { createHookDeliveries } from "../../../../adapters/github/hook-deliveries.ts";
import type { SweptHook } from "../../../../core/deliveries/swept-hook.ts";
import { RetryableError } from "../../../../core/errors.ts";
import { startHttpServer } from "../../../fakes/http-server.ts";
import { payments, startReceiver, startTestGitHub, type TestGitHub } from "../../local/github/support.ts";

let github: TestGitHub;
let receiver: Awaited<ReturnType<typeof startReceiver>>;

beforeAll(async () => {
  receiver = await startReceiver();
  github = await startTestGitHub({ webhookUrl: receiver.url });
});

afterEach(() => github.clearFaults());

afterAll(async () => {
  await github.stop();
  await receiver.stop();
});

function hookAt(apiUrl: string, hook: SweptHook = { kind: "app" }) {
  const credentials = async () => ({ app_id: github.appId, private_key: github.privateKey });
  return createHookDeliveries(createGitHubClient({ apiUrl, credentials, permissions: {} }), hook);
}

/** Delivers an event, with this status. */
async function deliver(status: number) {
  receiver.answer.status = status;
  await github.call("POST", `${payments}/issues/7/comments`, { body: "hello" });
  await github.deliveries.idle();
  receiver.answer.status = 202;
}

const all = { failures_only: false };

describe("the App's own hook", () => {
  test("lists each attempt with its result, newest first", async () => {
    await deliver(202);
    await deliver(503);
    const { attempts } = await hookAt(github.url).page(null, all);
    const [failed, fine] = github.deliveries.newestFirst();
    expect(attempts.slice(0, 2)).toEqual([
      {
        id: String(failed?.id),
        guid: failed?.guid,
        delivered_at: failed?.deliveredAt,
        ok: false,
        redelivery: false,
        event: "issue_comment",
      },
      expect.objectContaining({ guid: fine?.guid, ok: true }),
    ]);
  });

  test("reads one page after another, until the last", async () => {
    for (let n = github.deliveries.newestFirst().length; n < 205; n += 1) await deliver(202);
    const hook = hookAt(github.url);
    const ids: string[] = [];
    let cursor: string | null = null;
    do {
      const page: Awaited<ReturnType<typeof hook.page>> = await hook.page(cursor, all);
      expect(page.attempts.length).toBeLessThanOrEqual(100);
      ids.push(...page.attempts.map(({ id }) => id));
      cursor = page.cursor;
    } while (cursor !== null);
    expect(ids).toEqual(github.deliveries.newestFirst().map(({ id }) => String(id)));
  });

  test("lists only the failures on request", async () => {
    await deliver(503);
    await deliver(202);
    const { attempts } = await hookAt(github.url).page(null, { failures_only: true });
    expect(attempts.length).toBeGreaterThan(0);
    expect(attempts.map(({ ok }) => ok)).toEqual(attempts.map(() => false));
  });

  test("returns the hook's ID from GitHub", async () => {
    await deliver(202);
    const hook = hookAt(github.url);
    const { attempts } = await hook.page(null, all);
    expect(await hook.hookId(attempts[0]?.id ?? "")).toBe(String(github.hookId));
    // Read once: it does not change.
    expect(await hook.hookId("0")).toBe(String(github.hookId));
  });

  test("redelivers an event under its GUID", async () => {
    await deliver(503);
    const hook = hookAt(github.url);
    const [failed] = (await hook.page(null, all)).attempts;
    await hook.redeliver(failed?.id ?? "");
    await github.deliveries.idle();
    const [again] = (await hook.page(null, all)).attempts;
    expect(again).toMatchObject({ guid: failed?.guid, ok: true, redelivery: true });
    expect(receiver.received.at(-1)?.headers["x-github-delivery"]).toBe(failed?.guid);
  });

  test("throws a RetryableError if GitHub fails", async () => {
    github.fail({ path: "/app/hook/deliveries", status: 502, times: 9 });
    await expect(hookAt(github.url).redeliver("1")).rejects.toMatchObject({ code: "github_failed" });
  });

  test("has a code of its own for a missing key", async () => {
    const missing = async () => Promise.reject(new RetryableError("secret_missing", "unused"));
    const client = createGitHubClient({ apiUrl: github.url, credentials: missing, permissions: {} });
    const hook = createHookDeliveries(client, { kind: "app" });
    await expect(hook.page(null, all)).rejects.toMatchObject({ code: "secret_missing" });
  });
});

describe("hooks of repositories and organizations", () => {
  const big = "3804004623172239366";
  const attempt = `{"id":${big},"guid":"g","delivered_at":"2026-11-23T09:00:00Z","redelivery":true,
    "status":"OK","status_code":200,"event":"issue_comment"}`;
  let asked: { line: string; authorization: string; body: string }[] = [];
  let server: Awaited<ReturnType<typeof startHttpServer>>;

  beforeAll(async () => {
    server = await startHttpServer(async (request, response) => {
      const line = `${request.method} ${request.url}`;
      asked.push({ line, authorization: request.headers.authorization ?? "", body: await read(request) });
      response.setHeader("content-type", "application/json");
      if (line.endsWith("/installation")) response.end('{"id":5}');
      else if (line.endsWith("/access_tokens")) response.writeHead(201).end(JSON.stringify(token));
      else if (line === "GET /repos/octo-demo/payments") response.end(repository);
      else if (line.startsWith("POST")) response.writeHead(202).end("{}");
      else {
        response.setHeader("link", `<https://elsewhere.example/x?cursor=v1_9&per_page=100>; rel="next"`);
        response.end(`[${attempt}]`);
      }
    });
  });

  afterEach(() => {
    asked = [];
  });

  afterAll(() => server.stop());

  const repository = '{"id":77,"full_name":"octo-demo/payments"}';
  const token = { token: "ghs_hooks", expires_at: "2099-01-01T00:00:00Z", permissions: {} };
  const lines = () => asked.map(({ line }) => line);
  const tokenRequests = () =>
    asked.filter(({ line }) => line.endsWith("/access_tokens")).map(({ body }) => JSON.parse(body));

  async function use(swept: SweptHook): Promise<void> {
    const hook = hookAt(server.url, swept);
    expect(await hook.hookId("9")).toBe("12");
    const page = await hook.page("v1_77", { failures_only: true });
    await hook.redeliver(page.attempts[0]?.id ?? "");
  }

  test("requests for a repository's hook use the ID behind its name", async () => {
    await use({ kind: "repository", repo: "octo-demo/payments", hook_id: "12" });
    expect(lines()).toEqual([
      "GET /repos/octo-demo/payments/installation",
      "POST /app/installations/5/access_tokens",
      "GET /repos/octo-demo/payments",
      "POST /app/installations/5/access_tokens",
      "GET /repositories/77/hooks/12/deliveries?per_page=100&cursor=v1_77&status=failure",
      `POST /repositories/77/hooks/12/deliveries/${big}/attempts`,
    ]);
    expect(tokenRequests()).toEqual([
      { permissions: { metadata: "read" } },
      { repository_ids: [77], permissions: { repository_hooks: "write" } },
    ]);
    expect(asked[4]?.authorization).toBe("token ghs_hooks");
  });

  test("requests for an organization's hook use its installation", async () => {
    await use({ kind: "organization", org: "octo-demo", hook_id: "12" });
    expect(lines()).toEqual([
      "GET /orgs/octo-demo/installation",
      "POST /app/installations/5/access_tokens",
      "GET /orgs/octo-demo/hooks/12/deliveries?per_page=100&cursor=v1_77&status=failure",
      "GET /orgs/octo-demo/installation",
      `POST /orgs/octo-demo/hooks/12/deliveries/${big}/attempts`,
    ]);
    expect(tokenRequests()).toEqual([{ permissions: { organization_hooks: "write" } }]);
    expect(asked[2]?.authorization).toBe("token ghs_hooks");
  });

  test("keeps numbers beyond JavaScript's safe integers; the cursor alone marks the next page", async () => {
    const hook = hookAt(server.url, { kind: "organization", org: "octo-demo", hook_id: "12" });
    const { attempts, cursor } = await hook.page(null, all);
    expect(attempts).toEqual([
      {
        id: big,
        guid: "g",
        delivered_at: "2026-11-23T09:00:00.000Z",
        ok: true,
        redelivery: true,
        event: "issue_comment",
      },
    ]);
    expect(cursor).toBe("v1_9");
  });
});

async function read(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}
