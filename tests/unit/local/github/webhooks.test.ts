import { afterAll, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import { verify } from "@octokit/webhooks-methods";
import { readExamples } from "../../../../local/github/state/examples.ts";
import type { Comment, PullRequest } from "./github-objects.ts";
import type { Pushed } from "./page-objects.ts";
import { payments, startReceiver, startTestGitHub, type TestGitHub } from "./support.ts";

let github: TestGitHub;
let receiver: Awaited<ReturnType<typeof startReceiver>>;

beforeAll(async () => {
  receiver = await startReceiver();
  github = await startTestGitHub({ webhookUrl: () => receiver.url });
});

afterAll(async () => {
  await github.stop();
  await receiver.stop();
});

beforeEach(async () => {
  await github.deliveries.idle();
  receiver.received.length = 0;
  receiver.answer.status = 202;
});

const asApp = (method: string, path: string, body?: unknown) =>
  github.call(method, path, body, `Bearer ${github.jwt()}`);

async function lastReceived() {
  await github.deliveries.idle();
  const last = receiver.received.at(-1);
  if (!last) throw new Error("Nothing was delivered");
  return { ...last, payload: JSON.parse(last.body) };
}

test("delivers a comment, signed, with GitHub's headers", async () => {
  const { body: comment } = await github.call<Comment>("POST", `${payments}/issues/7/comments`, {
    body: "/help",
  });
  const { headers, body, payload } = await lastReceived();
  expect(await verify("a-secret", body, String(headers["x-hub-signature-256"]))).toBe(true);
  expect(headers).toMatchObject({
    "x-github-event": "issue_comment",
    "x-github-delivery": expect.stringMatching(/^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/),
    "x-github-hook-id": expect.stringMatching(/^\d+$/),
    "x-github-hook-installation-target-id": String(github.appId),
    "x-github-hook-installation-target-type": "integration",
    "user-agent": expect.stringMatching(/^GitHub-Hookshot\//),
    "content-type": "application/json",
  });
  expect(payload).toMatchObject({
    action: "created",
    issue: { number: 7, pull_request: { url: `${github.url}${payments}/pulls/7` } },
    comment: { id: comment.id, body: "/help" },
    repository: { full_name: "octo-demo/payments" },
    sender: { login: "wendy" },
    installation: { id: expect.any(Number) },
  });
});

describe("payloads have every field of GitHub's own examples", () => {
  const examples = readExamples();
  const parts = [
    "repository",
    "issue",
    "comment",
    "review",
    "pull_request",
    "installation",
    "sender",
  ] as const;

  test.each([
    ["issue_comment", () => github.call("POST", `${payments}/issues/7/comments`, { body: "x" })],
    [
      "pull_request_review_comment",
      () =>
        github.call("POST", `${payments}/pulls/7/comments`, {
          body: "x",
          path: "src/db.ts",
          line: 3,
          commit_id: "abc",
        }),
    ],
    [
      "pull_request_review",
      () => github.call("POST", `${payments}/pulls/7/reviews`, { body: "x", event: "APPROVE" }),
    ],
    ["pull_request", () => github.call("PATCH", `${payments}/pulls/9`, { state: "closed" })],
  ])("%s", async (event, act) => {
    await act();
    const { headers, payload } = await lastReceived();
    expect(headers["x-github-event"]).toBe(event);
    const example = examples.payload(event, "repository") as unknown as Record<string, object>;
    for (const part of parts) {
      if (!example[part]) continue;
      expect({ part, fields: Object.keys(payload[part]) }).toEqual({
        part,
        fields: expect.arrayContaining(Object.keys(example[part])),
      });
    }
  });
});

test("an edit has the previous body, a deletion has the comment", async () => {
  const { body: comment } = await github.call<Comment>("POST", `${payments}/issues/7/comments`, {
    body: "before",
  });
  await github.call(
    "PATCH",
    `${payments}/issues/comments/${comment.id}`,
    { body: "after" },
    "token user:octavia",
  );
  const edited = await lastReceived();
  expect(edited.payload).toMatchObject({
    action: "edited",
    changes: { body: { from: "before" } },
    comment: { body: "after", user: { login: "wendy" } },
    sender: { login: "octavia" },
  });
  await github.call("DELETE", `${payments}/issues/comments/${comment.id}`);
  expect((await lastReceived()).payload).toMatchObject({ action: "deleted", comment: { id: comment.id } });
});

test("delivers the App's own comments, with its bot as the sender", async () => {
  await github.call("POST", `${payments}/issues/7/comments`, { body: "answer" }, await github.token());
  expect((await lastReceived()).payload.sender).toMatchObject({ login: github.botLogin, type: "Bot" });
});

test("a review has its state in lower case, a push has both commits", async () => {
  await github.call("POST", `${payments}/pulls/7/reviews`, { body: "/risk", event: "REQUEST_CHANGES" });
  expect((await lastReceived()).payload.review.state).toBe("changes_requested");
  const { body: before } = await github.call<PullRequest>("GET", `${payments}/pulls/7`);
  const pushed = await github.call<Pushed>("POST", "/_sim/pulls/octo-demo/payments/7/push", { as: "wendy" });
  const { payload } = await lastReceived();
  expect(payload).toMatchObject({
    action: "synchronize",
    before: before.head.sha,
    after: pushed.body.head_sha,
    pull_request: { head: { sha: pushed.body.head_sha } },
  });
});

test("does not deliver reactions, labels and checks", async () => {
  const { body: comments } = await github.call<Comment[]>("GET", `${payments}/issues/7/comments?per_page=1`);
  expect(comments).toHaveLength(1);
  await github.call("POST", `${payments}/issues/comments/${comments[0]?.id}/reactions`, {
    content: "eyes",
  });
  await github.deliveries.idle();
  expect(receiver.received).toEqual([]);
});

test("the hook accepts another secret and never shows it", async () => {
  const changed = await asApp("PATCH", "/app/hook/config", { secret: "rotated", content_type: "json" });
  expect(changed.body).toEqual({
    content_type: "json",
    insecure_ssl: "0",
    secret: "********",
    url: receiver.url,
  });
  await github.call("POST", `${payments}/issues/7/comments`, { body: "/help" });
  const { headers, body } = await lastReceived();
  expect(await verify("rotated", body, String(headers["x-hub-signature-256"]))).toBe(true);
});

test("sends forms after a configuration without a content type, as GitHub documents", async () => {
  const { body: config } = await asApp("PATCH", "/app/hook/config", { secret: "rotated" });
  expect(config).toMatchObject({ content_type: "form" });
  await github.call("POST", `${payments}/issues/7/comments`, { body: "/help" });
  await github.deliveries.idle();
  const { headers, body } = receiver.received.at(-1) ?? { headers: {}, body: "" };
  expect(headers["content-type"]).toBe("application/x-www-form-urlencoded");
  expect(await verify("rotated", body, String(headers["x-hub-signature-256"]))).toBe(true);
  expect(JSON.parse(new URLSearchParams(body).get("payload") ?? "")).toMatchObject({ action: "created" });
});
