import { afterAll, beforeAll, describe, expect, jest, test } from "@jest/globals";
import type { Comment, Installation, InstallationToken, Problem } from "./github-objects.ts";
import { payments, startTestGitHub, type TestGitHub } from "./support.ts";

let github: TestGitHub;

beforeAll(async () => {
  github = await startTestGitHub();
});

afterAll(() => github.stop());

const comments = `${payments}/issues/7/comments`;

describe("installation tokens", () => {
  test("report their limits and last an hour", async () => {
    const bearer = `Bearer ${github.jwt()}`;
    const { body: installation } = await github.call<Installation>(
      "GET",
      `${payments}/installation`,
      undefined,
      bearer,
    );
    const narrowing = { repositories: ["payments"], permissions: { issues: "write" } };
    const made = await github.call<InstallationToken>(
      "POST",
      `/app/installations/${installation.id}/access_tokens`,
      narrowing,
      bearer,
    );
    expect(made.status).toBe(201);
    expect(made.body).toMatchObject({
      token: expect.stringMatching(/^ghs_\w{36}$/),
      permissions: { issues: "write", metadata: "read" },
      repository_selection: "selected",
      repositories: [{ full_name: "octo-demo/payments" }],
    });
    const lastsMs = Date.parse(made.body.expires_at) - Date.now();
    expect(lastsMs).toBeGreaterThan(3_590_000);
    expect(lastsMs).toBeLessThanOrEqual(3_600_000);
  });

  test("write as the App's bot", async () => {
    const { body } = await github.call("POST", comments, { body: "answer" }, await github.token());
    expect(body).toMatchObject({
      user: { login: github.botLogin, type: "Bot" },
      performed_via_github_app: { id: github.appId, slug: github.appSlug },
    });
    const person = await github.call<Comment>("POST", comments, { body: "question" });
    expect(person.body.performed_via_github_app).toBeNull();
  });

  test.each([
    ["comments need issues or pull_requests", "POST", comments, { body: "x" }, { checks: "write" }, 403],
    [
      "pull_requests is enough for comments",
      "POST",
      comments,
      { body: "x" },
      { pull_requests: "write" },
      201,
    ],
    ["reading is not writing", "POST", comments, { body: "x" }, { issues: "read" }, 403],
    [
      "check runs need checks",
      "POST",
      `${payments}/check-runs`,
      { name: "n", head_sha: "s" },
      { issues: "write" },
      403,
    ],
    [
      "review comments need pull_requests",
      "POST",
      `${payments}/pulls/7/comments`,
      { body: "x", path: "src/db.ts", commit_id: "s", line: 1 },
      { issues: "write" },
      403,
    ],
  ])("%s", async (_rule, method, path, body, permissions, status) => {
    const answer = await github.call<Problem>(method, path, body, await github.token({ permissions }));
    expect(answer.status).toBe(status);
    if (status === 403) expect(answer.body.message).toBe("Resource not accessible by integration");
  });

  test("reach only the repositories that they are limited to", async () => {
    const token = await github.token({ repositories: ["other"] });
    expect((await github.call("POST", comments, { body: "x" }, token)).status).toBe(403);
  });

  test("cannot have permissions that the App lacks", async () => {
    const bearer = `Bearer ${github.jwt()}`;
    const answer = await github.call(
      "POST",
      "/app/installations/5/access_tokens",
      { permissions: { administration: "write" } },
      bearer,
    );
    expect(answer.status).toBe(422);
  });

  test("expire after an hour", async () => {
    const token = await github.token();
    const later = Date.now() + 3_601_000;
    const now = jest.spyOn(Date, "now").mockReturnValue(later);
    const answer = await github.call("POST", comments, { body: "late" }, token);
    now.mockRestore();
    expect(answer.status).toBe(401);
  });

  test("can be created for an installation id that only a payload names", async () => {
    const bearer = `Bearer ${github.jwt()}`;
    const made = await github.call<InstallationToken>(
      "POST",
      "/app/installations/1/access_tokens",
      { repositories: ["Hello-World"] },
      bearer,
    );
    const answer = await github.call(
      "POST",
      "/repos/Codertocat/Hello-World/issues/1/comments",
      { body: "x" },
      `token ${made.body.token}`,
    );
    expect(answer.status).toBe(201);
  });
});
