import { afterAll, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import { permutations } from "../../../fakes/permutations.ts";
import { aCommentWebhook, aReviewWebhook } from "../../../fakes/records/webhook.ts";
import { examplePayload } from "../../../fakes/webhooks/examples.ts";
import type { Comment } from "./github-objects.ts";
import { payments, startTestGitHub, type TestGitHub } from "./support.ts";

let github: TestGitHub;
let id = 0;

beforeAll(async () => {
  github = await startTestGitHub();
});

beforeEach(() => {
  id += 1;
});

afterAll(() => github.stop());

const at = (second: number) => `2026-11-23T08:59:${second}Z`;
/** Returns a payload of the test's comment as it was at this second. */
const payload = (action: string, body: string, second = 10) =>
  aCommentWebhook({ action, body, id, updated_at: at(second), author: "wendy" });
const read = <Body = Comment>(path = `issues/comments/${id}`) =>
  github.call<Body>("GET", `${payments}/${path}`);
const text = async () => (await read()).body.body;

/** The second of each action on one comment. */
const seconds: Record<string, number> = { created: 10, edited: 11, deleted: 11 };
const importAction = (action: string) =>
  github.importWebhook("issue_comment", payload(action, action, seconds[action]));

describe("importing a webhook of another sender", () => {
  test("stores the comment of the payload", async () => {
    github.importWebhook("issue_comment", payload("created", "/summary"));
    expect((await read()).body).toMatchObject({
      id,
      body: "/summary",
      user: { login: "wendy" },
      issue_url: `${github.url}${payments}/issues/7`,
      created_at: "2026-11-23T08:59:58Z",
      updated_at: at(10),
      performed_via_github_app: null,
    });
  });

  test("stores a review comment and a review", async () => {
    const { issue: _, ...comment } = payload("created", "/summary");
    github.importWebhook("pull_request_review_comment", { ...comment, pull_request: { number: 7 } });
    expect((await read(`pulls/comments/${id}`)).body).toMatchObject({
      body: "/summary",
      user: { login: "wendy" },
      pull_request_url: `${github.url}${payments}/pulls/7`,
    });
    github.importWebhook("pull_request_review", aReviewWebhook({ id, body: "/summary" }));
    const review = await read(`pulls/7/reviews/${id}`);
    expect(review.body).toMatchObject({ body: "/summary", user: { login: "octavia" } });
    expect((await read(`pulls/8/reviews/${id}`)).status).toBe(404);
  });

  test("stores the repository under the payload's id", async () => {
    const example = examplePayload("issue_comment", "created") as unknown as {
      repository: { id: number; full_name: string };
    };
    Object.assign(example.repository, { id: 4711, full_name: "stranger/else" });
    github.importWebhook("issue_comment", example);
    expect((await github.call("GET", "/repos/stranger/else")).body).toMatchObject({ id: 4711 });
  });

  test("does not change the id of a known repository", async () => {
    const before = (await github.call("GET", payments)).body;
    github.importWebhook("issue_comment", payload("created", "/summary"));
    expect((await github.call("GET", payments)).body).toMatchObject({ id: (before as { id: number }).id });
  });

  test("sends no webhook", async () => {
    const before = github.deliveries.newestFirst().length;
    github.importWebhook("issue_comment", payload("created", "/summary"));
    await github.deliveries.idle();
    expect(github.deliveries.newestFirst()).toHaveLength(before);
  });

  test.each([
    ["no payload", "issue_comment", { hello: "world" }],
    ["no issue", "issue_comment", { ...aCommentWebhook(), issue: undefined }],
    ["no comment", "issue_comment", { ...aCommentWebhook(), comment: undefined }],
    ["no review", "pull_request_review", { ...aReviewWebhook(), review: undefined }],
    ["another event", "star", aCommentWebhook()],
  ])("stores nothing from a webhook with %s", (_what, event, given) => {
    const known = github.store.repository("octo-demo", "payments");
    const before = known.comments.size + known.reviews.size;
    github.importWebhook(event, given);
    expect(known.comments.size + known.reviews.size).toBe(before);
  });
});

describe("importing known content", () => {
  test("does not change a comment that was written here", async () => {
    const path = `${payments}/issues/7/comments`;
    const written = await github.call<Comment>("POST", path, { body: "talk" }, "token user:rita");
    const forged = aCommentWebhook({ id: written.body.id, body: "/security", updated_at: at(10) });
    github.importWebhook("issue_comment", forged);
    const now = await read(`issues/comments/${written.body.id}`);
    expect(now.body).toMatchObject({ body: "talk", user: { login: "rita" } });
  });

  test("applies an edit, and no older delivery after it", async () => {
    github.importWebhook("issue_comment", payload("created", "one", 10));
    github.importWebhook("issue_comment", payload("edited", "three", 12));
    github.importWebhook("issue_comment", payload("edited", "two", 11));
    github.importWebhook("issue_comment", payload("created", "one", 10));
    expect((await read()).body).toMatchObject({
      body: "three",
      updated_at: at(12),
      user: { login: "wendy" },
    });
  });

  test("applies the last edit of a review", async () => {
    github.importWebhook("pull_request_review", aReviewWebhook({ id, body: "one" }));
    github.importWebhook("pull_request_review", { ...aReviewWebhook({ id, body: "two" }), action: "edited" });
    github.importWebhook("pull_request_review", aReviewWebhook({ id, body: "one" }));
    expect((await read(`pulls/7/reviews/${id}`)).body.body).toBe("two");
  });

  test.each(permutations(["created", "edited", "deleted"]))(
    "%s, %s, %s: the comment is deleted",
    async (...order) => {
      for (const action of order) importAction(action);
      expect((await read()).status).toBe(404);
    },
  );

  test.each(permutations(["created", "edited"]))(
    "%s, %s: the comment has the edited text",
    async (...order) => {
      for (const action of order) importAction(action);
      expect(await text()).toBe("edited");
    },
  );
});

test("POST /_sim/delivered imports a webhook", async () => {
  const body = { event: "issue_comment", payload: payload("created", "/help") };
  expect((await github.call("POST", "/_sim/delivered", body)).status).toBe(202);
  expect(await text()).toBe("/help");
});
