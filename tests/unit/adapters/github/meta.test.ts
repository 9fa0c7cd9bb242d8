import type { IncomingMessage, ServerResponse } from "node:http";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import { createGitHubMeta } from "../../../../adapters/github/meta.ts";
import { RetryableError } from "../../../../core/errors.ts";
import { startHttpServer } from "../../../fakes/http-server.ts";
import { startTestGitHub, type TestGitHub } from "../../local/github/support.ts";

let github: TestGitHub;
let server: Awaited<ReturnType<typeof startHttpServer>>;
let installations: { id: number; suspended_at: string | null }[];
let answerMeta: (response: ServerResponse) => void;
let asked: IncomingMessage[];

beforeAll(async () => {
  github = await startTestGitHub();
  server = await startHttpServer((request, response) => {
    asked.push(request);
    response.setHeader("content-type", "application/json");
    if (request.url?.startsWith("/app/installations?")) response.end(JSON.stringify(installations));
    else if (request.url?.endsWith("/access_tokens")) {
      response.writeHead(201).end(JSON.stringify({ token: "ghs_of-the-App", permissions: {} }));
    } else answerMeta(response);
  });
});

beforeEach(() => {
  asked = [];
  installations = [{ id: 8, suspended_at: null }];
  answerMeta = (response) => response.end('{"hooks":["192.30.252.0/22"]}');
});

afterAll(() => Promise.all([server.stop(), github.stop()]));

const credentials = async () => ({ app_id: github.appId, private_key: github.privateKey });
const meta = (key = credentials) => createGitHubMeta(server.url, key)();
const requests = () => asked.map(({ method, url }) => `${method} ${url}`);

describe("GitHub's /meta", () => {
  test("returns the addresses of webhooks", async () => {
    expect(await createGitHubMeta(github.url, credentials)()).toMatchObject({
      hooks: ["192.0.2.0/24", "2001:db8::/32"],
    });
  });

  test("is read with a token of an installation that is not suspended", async () => {
    installations.unshift({ id: 7, suspended_at: "2026-01-05T09:00:00Z" });
    expect(await meta()).toEqual({ hooks: ["192.30.252.0/22"] });
    expect(requests()).toEqual([
      "GET /app/installations?per_page=100",
      "POST /app/installations/8/access_tokens",
      "GET /meta",
    ]);
    expect(asked.at(-1)?.headers.authorization).toBe("token ghs_of-the-App");
  });

  test.each([
    ["is installed nowhere", credentials],
    [
      "is not registered yet",
      () => Promise.reject(new RetryableError("secret_incomplete", "The GitHub secret lacks app_id")),
    ],
  ])("is null while the App %s", async (_why, key) => {
    installations = [];
    expect(await meta(key)).toBeNull();
    expect(requests()).not.toContain("GET /meta");
  });

  test.each([429, 500])("is read again by the next run after HTTP %i", async (status) => {
    answerMeta = (response) => response.writeHead(status).end("{}");
    await expect(meta()).rejects.toMatchObject({ name: "RetryableError" });
  });

  test("is read again by the next run after GitHub refused the key", async () => {
    const wrong = await startTestGitHub();
    await wrong.stop();
    const key = async () => ({ app_id: github.appId, private_key: wrong.privateKey });
    await expect(createGitHubMeta(github.url, key)()).rejects.toMatchObject({ code: "github_refused_key" });
  });
});
