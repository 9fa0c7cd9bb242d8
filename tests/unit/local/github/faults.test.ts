import { afterAll, afterEach, beforeAll, expect, test } from "@jest/globals";
import { startGitHub } from "../../../../local/github/start-github.ts";
import type { Comment } from "./github-objects.ts";
import { payments, startTestGitHub, type TestGitHub } from "./support.ts";

let github: TestGitHub;

beforeAll(async () => {
  github = await startTestGitHub();
});

afterAll(() => github.stop());
afterEach(() => github.clearFaults());

const comments = `${payments}/issues/9/comments`;

test("a fault hits the given number of requests", async () => {
  github.fail({
    method: "POST",
    path: "/comments$",
    times: 2,
    status: 403,
    headers: { "retry-after": "60" },
  });
  const first = await github.call("POST", comments, { body: "x" });
  expect([first.status, first.headers.get("retry-after")]).toEqual([403, "60"]);
  expect((await github.call("GET", comments)).status).toBe(200);
  expect((await github.call("POST", comments, { body: "x" })).status).toBe(403);
  expect((await github.call("POST", comments, { body: "x" })).status).toBe(201);
});

test("applies a request whose connection is cut after it", async () => {
  const before = (await github.call<Comment[]>("GET", comments)).body.length;
  await github.call("POST", "/_sim/faults", { method: "POST", path: "/comments$", cutAfter: true });
  await expect(github.call("POST", comments, { body: "Am I stored?" })).rejects.toThrow("fetch failed");
  const after = (await github.call<Comment[]>("GET", comments)).body;
  expect(after).toHaveLength(before + 1);
  expect(after.at(-1)?.body).toBe("Am I stored?");
});

test("applies a failed request later", async () => {
  const read = async () => (await github.call<Comment[]>("GET", comments)).body.map(({ body }) => body);
  const before = await read();
  github.fail({ method: "POST", path: "/comments$", status: 502, late: true });
  expect((await github.call("POST", comments, { body: "late" })).status).toBe(502);
  expect(await read()).toEqual(before);
  await github.applyLateRequests();
  expect(await read()).toEqual([...before, "late"]);
});

test("listens on both loopback addresses", async () => {
  for (const host of ["127.0.0.1", "localhost"]) {
    const response = await fetch(`http://${host}:${github.port}${payments}`);
    expect(response.status).toBe(200);
  }
});

test("rejects if the port is in use", async () => {
  const options = { port: github.port, webhookUrl: "http://127.0.0.1:9/", webhookSecret: "s" };
  await expect(startGitHub(options)).rejects.toThrow("EADDRINUSE");
});
