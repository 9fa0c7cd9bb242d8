import type { IncomingMessage, ServerResponse } from "node:http";
import { afterAll, beforeAll, beforeEach, expect, test } from "@jest/globals";
import { createGitHubMeta } from "../../../functions/adapters/github-meta.ts";
import { startHttpServer } from "../../fakes/http-server.ts";

let server: Awaited<ReturnType<typeof startHttpServer>>;
let answer: (response: ServerResponse) => void;
let asked: IncomingMessage[];

beforeAll(async () => {
  server = await startHttpServer((request, response) => {
    asked.push(request);
    answer(response);
  });
});

beforeEach(() => {
  asked = [];
});

afterAll(() => server.stop());

const unavailable = { name: "RetryableError", code: "github_meta_unavailable" };

test("asks anonymously, under a name, and hands on what GitHub says", async () => {
  answer = (response) => response.end('{"hooks":["192.30.252.0/22"]}');
  expect(await createGitHubMeta(`${server.url}/api/v3`)()).toEqual({ hooks: ["192.30.252.0/22"] });
  const [{ url, headers } = { url: "", headers: {} }] = asked;
  expect(url).toBe("/api/v3/meta");
  expect(headers).toMatchObject({
    accept: "application/vnd.github+json",
    "user-agent": "pr-comment-automation",
  });
  expect(headers).not.toHaveProperty("authorization");
});

test.each([403, 404, 429, 500])("HTTP %i is worth another try", async (status) => {
  answer = (response) => response.writeHead(status).end('{"hooks":["1.2.3.4/32"]}');
  await expect(createGitHubMeta(server.url)()).rejects.toMatchObject(unavailable);
});

test("so is an answer that is no JSON, one that does not come, and nobody there", async () => {
  answer = (response) => response.end("<html>");
  await expect(createGitHubMeta(server.url)()).rejects.toMatchObject(unavailable);
  answer = () => {};
  await expect(createGitHubMeta(server.url, 20)()).rejects.toMatchObject(unavailable);
  await expect(createGitHubMeta("http://127.0.0.1:9")()).rejects.toMatchObject(unavailable);
});
