import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import type { Comment } from "./github-objects.ts";
import { payments, startTestGitHub, type TestGitHub } from "./support.ts";

let github: TestGitHub;

beforeAll(async () => {
  github = await startTestGitHub();
});

afterAll(() => github.stop());

const comments = `${payments}/issues/7/comments`;

describe("permissions of users", () => {
  const permission = async (repository: string, login: string) =>
    (await github.call("GET", `/repos/${repository}/collaborators/${encodeURIComponent(login)}/permission`))
      .body;

  test.each([
    ["octo-demo/payments", "octavia", "admin"],
    ["octo-demo/payments", "wendy", "write"],
    ["octo-demo/payments", "rita", "read"],
    ["Codertocat/Hello-World", "codertocat", "admin"],
    ["Codertocat/Hello-World", "wendy", "read"],
  ])("on %s %s has %s", async (repository, login, expected) => {
    expect(await permission(repository, login)).toMatchObject({
      permission: expected,
      role_name: expected,
      user: { login: expect.stringMatching(new RegExp(login.replace(/\W/g, "."), "i")) },
    });
  });

  test("are not reported for a bot, whatever it may do", async () => {
    const path = `${payments}/collaborators/${encodeURIComponent("robo[bot]")}`;
    await github.call("PUT", path, { permission: "push" }, "token user:octavia");
    const answer = await github.call("GET", `${path}/permission`);
    expect(answer).toMatchObject({ status: 404, body: { message: "robo[bot] is not a user" } });
  });

  test("can be granted by an admin; the older field has fewer names", async () => {
    const path = `${payments}/collaborators/nina`;
    const granted = await github.call("PUT", path, { permission: "maintain" }, "token user:octavia");
    expect(granted.status).toBe(204);
    expect(await permission("octo-demo/payments", "nina")).toMatchObject({
      permission: "write",
      role_name: "maintain",
    });
  });

  test("can be granted only by an admin", async () => {
    const path = `${payments}/collaborators/rita`;
    expect((await github.call("PUT", path, { permission: "admin" }, "token user:rita")).status).toBe(403);
    expect((await github.call("PUT", path, { permission: "admin" }, "")).status).toBe(401);
  });

  test("let a reader change only her own comments", async () => {
    const hers = await github.call<Comment>("POST", comments, { body: "mine" }, "token user:rita");
    const his = await github.call<Comment>("POST", comments, { body: "not yours" }, "token user:wendy");
    const edit = (id: number, who: string) =>
      github.call("PATCH", `${payments}/issues/comments/${id}`, { body: "edited" }, `token user:${who}`);
    expect((await edit(hers.body.id, "rita")).status).toBe(200);
    expect((await edit(his.body.id, "rita")).status).toBe(403);
    expect((await edit(hers.body.id, "wendy")).status).toBe(200);
  });
});
