import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import type { Comment, Label, PullRequest, Reaction } from "./github-objects.ts";
import { payments, startTestGitHub, type TestGitHub } from "./support.ts";

let github: TestGitHub;

beforeAll(async () => {
  github = await startTestGitHub();
});

afterAll(() => github.stop());

async function comment(): Promise<string> {
  const { body } = await github.call<Comment>("POST", `${payments}/issues/7/comments`, {
    body: "react to me",
  });
  return `${payments}/issues/comments/${body.id}`;
}

async function reviewComment(): Promise<string> {
  const fresh = { body: "here", path: "src/auth/token.ts", line: 14, side: "RIGHT", commit_id: "abc" };
  const { body } = await github.call<Comment>("POST", `${payments}/pulls/7/comments`, fresh);
  return `${payments}/pulls/comments/${body.id}`;
}

describe.each([
  ["a comment", comment],
  ["a review comment", reviewComment],
])("reactions on %s", (_what, create) => {
  test("exist once per user and content", async () => {
    const path = await create();
    const first = await github.call<Reaction>("POST", `${path}/reactions`, { content: "eyes" });
    const second = await github.call<Reaction>("POST", `${path}/reactions`, { content: "eyes" });
    expect([first.status, second.status]).toEqual([201, 200]);
    expect(second.body.id).toBe(first.body.id);
    await github.call("POST", `${path}/reactions`, { content: "eyes" }, "token user:rita");
    const { body } = await github.call<Comment>("GET", path);
    expect(body.reactions).toMatchObject({ total_count: 2, eyes: 2, "+1": 0 });
  });

  test("are listed by content and deleted by their owner", async () => {
    const path = await create();
    const { body: eyes } = await github.call<Reaction>("POST", `${path}/reactions`, { content: "eyes" });
    await github.call("POST", `${path}/reactions`, { content: "rocket" });
    const listed = await github.call("GET", `${path}/reactions?content=eyes`);
    expect(listed.body).toMatchObject([{ id: eyes.id, user: { login: "wendy" } }]);
    const stranger = await github.call(
      "DELETE",
      `${path}/reactions/${eyes.id}`,
      undefined,
      "token user:rita",
    );
    expect(stranger.status).toBe(403);
    expect((await github.call("DELETE", `${path}/reactions/${eyes.id}`)).status).toBe(204);
    expect((await github.call("DELETE", `${path}/reactions/${eyes.id}`)).status).toBe(404);
  });

  test("of an unknown kind are 422", async () => {
    expect((await github.call("POST", `${await create()}/reactions`, { content: "shrug" })).status).toBe(422);
  });
});

describe("labels", () => {
  test("are added once, listed and removed", async () => {
    const path = `${payments}/issues/9/labels`;
    await github.call("POST", path, { labels: ["risky"] });
    const twice = await github.call<Label[]>("POST", path, { labels: ["risky", "slow"] });
    expect(twice.body.map(({ name }) => name)).toEqual(["risky", "slow"]);
    expect((await github.call("DELETE", `${path}/risky`)).body).toMatchObject([{ name: "slow" }]);
    expect((await github.call("DELETE", `${path}/risky`)).status).toBe(404);
    const { body: pull } = await github.call<PullRequest>("GET", `${payments}/pulls/9`);
    expect(pull.labels).toMatchObject([{ name: "slow" }]);
  });
});
