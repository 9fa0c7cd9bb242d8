import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { createAppAuth } from "@octokit/auth-app";
import { Octokit } from "@octokit/core";
import { payments, startTestGitHub, type TestGitHub } from "./support.ts";

let github: TestGitHub;

beforeAll(async () => {
  github = await startTestGitHub();
});

afterAll(() => github.stop());

const comments = `${payments}/issues/7/comments`;

describe("the caller", () => {
  test.each([
    ["an anonymous caller", ""],
    ["an unknown token", "token ghs_000"],
  ])("%s cannot write: 401 with GitHub's body", async (_who, authorization) => {
    const answer = await github.call("POST", comments, { body: "x" }, authorization);
    expect(answer.status).toBe(401);
    expect(answer.body).toEqual({
      message: expect.stringMatching(/^(Requires authentication|Bad credentials)$/),
      documentation_url: expect.stringMatching(/^https:/),
      status: "401",
    });
  });

  test("may read anonymously", async () => {
    expect((await github.call("GET", comments, undefined, "")).status).toBe(200);
  });

  test("gets a 404 with GitHub's body for an unknown path", async () => {
    const answer = await github.call("GET", "/repos/octo-demo/payments/unknown");
    expect(answer.status).toBe(404);
    expect(answer.body).toEqual({
      message: "Not Found",
      documentation_url: expect.any(String),
      status: "404",
    });
  });

  test("gets a 400 for invalid JSON", async () => {
    const response = await fetch(`${github.url}${comments}`, { method: "POST", body: "{" });
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ message: "Problems parsing JSON" });
  });
});

describe("the App", () => {
  test("authenticates with its JSON web token", async () => {
    const answer = await github.call("GET", "/app", undefined, `Bearer ${github.jwt()}`);
    expect(answer.body).toMatchObject({ id: github.appId, slug: github.appSlug });
  });

  test.each([
    ["of another App", { iss: 1 }],
    ["that has expired", { exp: 1_000 }],
    ["that is valid for a day", { exp: Math.floor(Date.now() / 1000) + 86_400 }],
  ])("is refused with a token %s", async (_case, claims) => {
    const answer = await github.call("GET", "/app", undefined, `Bearer ${github.jwt(claims)}`);
    expect(answer.status).toBe(401);
  });

  test("is refused if the signature does not match", async () => {
    const [header, claims] = github.jwt().split(".");
    const answer = await github.call("GET", "/app", undefined, `Bearer ${header}.${claims}.AAAA`);
    expect(answer.status).toBe(401);
  });
});

test("Octokit's own authentication works", async () => {
  const octokit = new Octokit({
    baseUrl: github.url,
    authStrategy: createAppAuth,
    auth: { appId: github.appId, privateKey: github.privateKey, installationId: 77 },
  });
  const { data } = await octokit.request("POST /repos/{owner}/{repo}/issues/{issue_number}/comments", {
    owner: "octo-demo",
    repo: "payments",
    issue_number: 7,
    body: "authenticated by @octokit/auth-app",
  });
  expect(data.user?.login).toBe(github.botLogin);
});
