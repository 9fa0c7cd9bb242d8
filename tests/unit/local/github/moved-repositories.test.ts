import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import type { InstallationToken, Problem } from "./github-objects.ts";
import { payments, startTestGitHub, type TestGitHub } from "./support.ts";

let github: TestGitHub;

beforeEach(async () => {
  github = await startTestGitHub();
});

afterEach(() => github.stop());

const repository = () => github.store.repository("octo-demo", "payments");
const asApp = () => `Bearer ${github.jwt()}`;

/** Sends a request without following redirects. */
function send(method: string, path: string): Promise<Response> {
  const headers = { authorization: "token user:wendy", "content-type": "application/json" };
  const body = method === "GET" ? undefined : JSON.stringify({ body: "x" });
  return fetch(new URL(path, github.url), { method, headers, redirect: "manual", ...(body && { body }) });
}

async function tokenFor(installation: number, narrowing: object) {
  const path = `/app/installations/${installation}/access_tokens`;
  return github.call<InstallationToken & Problem>("POST", path, narrowing, asApp());
}

async function installation(path = `${payments}/installation`): Promise<number> {
  return (await github.call<{ id: number }>("GET", path, undefined, asApp())).body.id;
}

test("a repository can be requested by its ID", async () => {
  const { id } = repository();
  const byId = await github.call("GET", `/repositories/${id}/pulls/7`);
  expect(byId).toMatchObject({ status: 200, body: { base: { repo: { full_name: "octo-demo/payments" } } } });
  expect(await github.call("GET", `/repositories/${id}`)).toMatchObject({ body: { id } });
  expect((await github.call("GET", "/repositories/1/pulls/7")).status).toBe(404);
});

describe("a renamed repository", () => {
  beforeEach(() => github.move(repository(), { name: "billing" }));

  test.each([
    ["GET", 301],
    ["POST", 307],
    ["PATCH", 307],
  ])("redirects a %s of its former name with %d to its ID", async (method, status) => {
    const answer = await send(method, `${payments}/issues/7/comments?per_page=1`);
    const { id } = repository();
    expect(answer.status).toBe(status);
    expect(answer.headers.get("location")).toBe(
      `${github.url}/repositories/${id}/issues/7/comments?per_page=1`,
    );
  });

  test("has its comments under its present name", async () => {
    const written = await github.call<{ id: number }>("POST", `${payments}/issues/7/comments`, { body: "x" });
    const path = `/repos/octo-demo/billing/issues/comments/${written.body.id}`;
    expect(await github.call("GET", path)).toMatchObject({ status: 200, body: { body: "x" } });
    expect(await github.call("GET", "/repos/octo-demo/billing/pulls/7")).toMatchObject({
      body: {
        base: { repo: { full_name: "octo-demo/billing" } },
        title: expect.not.stringMatching(/number/),
      },
    });
  });

  test("gets tokens by its ID, but not by its former name", async () => {
    const id = await installation();
    expect((await tokenFor(id, { repository_ids: [repository().id] })).status).toBe(201);
    expect(await tokenFor(id, { repositories: ["payments"] })).toMatchObject({
      status: 422,
      body: { message: expect.stringContaining("not accessible to the parent installation") },
    });
  });
});

describe("a transferred repository", () => {
  test("belongs to another installation; the former one no longer has access", async () => {
    const before = await installation();
    const narrowing = { repository_ids: [repository().id] };
    const { token } = (await tokenFor(before, narrowing)).body;
    github.move(repository(), { owner: "acme" });
    expect(repository().fullName).toBe("acme/payments");
    const after = await installation();
    expect(after).not.toBe(before);
    expect((await tokenFor(before, narrowing)).status).toBe(422);
    expect((await tokenFor(after, narrowing)).status).toBe(201);
    const write = () => github.call("POST", "/repos/acme/payments/issues/7/comments", { body: "x" }, token);
    expect((await write()).status).toBe(403);
    repository().private = true;
    expect((await write()).status).toBe(404);
  });

  test("has no installation if the App is not installed for the new owner", async () => {
    github.uninstall("acme");
    github.move(repository(), { owner: "acme" });
    const path = `/repositories/${repository().id}/installation`;
    expect((await github.call("GET", path, undefined, asApp())).status).toBe(404);
  });
});
