import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import { createGitHubWriter } from "../../../../adapters/github/writer.ts";
import { marker } from "../../../../core/answering/marker.ts";
import { isThreadGone, type PullRequestWriter } from "../../../../core/answering/pull-request-writer.ts";
import type { GitHub } from "../../../../local/github/start-github.ts";
import { addComment, addReviewComment } from "../../../../local/github/state/comments.ts";
import { addReaction } from "../../../../local/github/state/reactions.ts";
import type { Repository, User } from "../../../../local/github/state/records.ts";
import { clientOf, recordRequests, startSimulatedGitHub } from "../../../fakes/github.ts";
import { aTarget } from "../../../fakes/records/pull-request.ts";

const since = "2026-01-01T00:00:00Z";
const missing = 987_654;

let github: GitHub;
let writer: PullRequestWriter;
let repository: Repository;
let wendy: User;
let target = aTarget();
let number = 100;

beforeAll(async () => {
  github = await startSimulatedGitHub();
  writer = createGitHubWriter(clientOf(github));
  repository = github.store.repository("octo-demo", "payments");
  wendy = github.store.user("wendy");
});

beforeEach(() => {
  number += 1;
  target = aTarget({ pr_number: number });
});

afterEach(() => github.clearFaults());

afterAll(() => github.stop());

const comment = (body: string, author = wendy, viaApp = false) =>
  addComment(github.store, repository, { number, author, body, viaApp });
const ours = (body: string) => comment(body, github.store.bot, true);

/** The ID of a missing comment, which the simulator does not invent. */
function deletedId(): number {
  repository.deleted.add(missing);
  return missing;
}

test("case 10: our comments are found among 300 others, and a forged marker of another user is ignored", async () => {
  const stolen = `${marker("job", 1)}\nnot by the App`;
  comment(stolen);
  const first = ours(`${marker("job", 1)}\nfirst`);
  for (let n = 0; n < 300; n++) comment(`talk ${n}`);
  const last = ours(`${marker("job", 2)}\nlast`);
  const requests = recordRequests();

  const found = await writer.ownComments(target, since);

  requests.stop();
  expect(found).toEqual([
    { id: first.id, body: first.body },
    { id: last.id, body: last.body },
  ]);
  const pages = requests.sent.filter(({ path }) => path.includes(`/issues/${number}/comments`));
  expect(pages.map(({ path }) => new URLSearchParams(path.split("?")[1]).get("page") ?? "1")).toEqual([
    "1",
    "2",
    "3",
    "4",
  ]);
});

test("another App's comments are not ours", async () => {
  const body = [
    { id: 1, body: "theirs", performed_via_github_app: { id: 7 } },
    { id: 2, body: "ours", performed_via_github_app: { id: github.appId } },
    { id: 3, body: "a bot's", user: { login: github.botLogin }, performed_via_github_app: null },
  ];
  github.fail({ path: `/issues/${number}/comments`, status: 200, body });
  expect(await writer.ownComments(target, since)).toEqual([{ id: 2, body: "ours" }]);
});

test("earlier comments are not listed", async () => {
  const old = ours("old");
  old.createdAt = "2026-01-01T00:00:00Z";
  old.updatedAt = old.createdAt;
  const young = ours("young");
  expect(await writer.ownComments(target, "2026-01-02T00:00:00Z")).toEqual([{ id: young.id, body: "young" }]);
  expect(await writer.ownComments(target, "")).toHaveLength(2);
});

test("a comment is created, changed and deleted as the App", async () => {
  const id = await writer.createComment(target, "working");
  expect(repository.comments.get(id)).toMatchObject({ number, body: "working", viaApp: true });
  expect(await writer.updateComment(target, id, "done")).toBe(true);
  expect(repository.comments.get(id)?.body).toBe("done");
  await writer.deleteComment(target, id);
  expect(repository.comments.has(id)).toBe(false);
});

test.each([202, 204])("a response %i without content is complete, whatever its type", async (status) => {
  const headers = { "content-type": "application/json; charset=utf-8" };
  github.fail({ method: "DELETE", path: "/comments/", status, headers, body: "" });
  await expect(writer.deleteComment(target, missing)).resolves.toBeUndefined();
});

test("a missing comment is reported on a change, and counts as deleted on a deletion", async () => {
  const id = deletedId();
  expect(await writer.updateComment(target, id, "late")).toBe(false);
  await writer.deleteComment(target, id);
  github.fail({ method: "PATCH", path: "/comments/", status: 410 });
  expect(await writer.updateComment(target, id, "late")).toBe(false);
});

test.each(["updateComment", "deleteComment"] as const)(
  "%s throws a RetryableError if GitHub fails",
  async (method) => {
    const { id } = ours("here");
    github.fail({ path: `/comments/${id}`, status: 502 });
    await expect(writer[method](target, id, "x")).rejects.toMatchObject({ code: "github_failed" });
  },
);

test("case 8: a comment whose response was lost exists once, and can be found", async () => {
  github.fail({ method: "POST", path: "/comments$", cutAfter: true });
  await expect(writer.createComment(target, "lost")).rejects.toMatchObject({ name: "RetryableError" });
  expect((await writer.ownComments(target, since)).map(({ body }) => body)).toEqual(["lost"]);
});

describe("in a thread on the diff", () => {
  const onDiff = (body: string, author = wendy, inReplyTo: number | null = null) =>
    addReviewComment(github.store, repository, {
      ...{ number, author, body, inReplyTo, viaApp: false },
      ...{ path: "a.ts", line: 1, commitId: "a".repeat(40) },
    });
  let thread = 0;

  beforeEach(() => {
    thread = onDiff("/summary").id;
    target = { ...target, thread };
  });

  test("a reply is created, changed and deleted as the App", async () => {
    const id = await writer.createComment(target, "working");
    expect(repository.reviewComments.get(id)).toMatchObject({ number, body: "working", inReplyTo: thread });
    expect(await writer.updateComment(target, id, "done")).toBe(true);
    expect(repository.reviewComments.get(id)?.body).toBe("done");
    await writer.deleteComment(target, id);
    expect(repository.reviewComments.has(id)).toBe(false);
    expect(await writer.updateComment(target, id, "late")).toBe(false);
    await writer.deleteComment(target, id);
  });

  test("case 10: our replies are found on all pages, and a forged marker of another user is ignored", async () => {
    onDiff(`${marker("job", 1)}\nnot by the App`, wendy, thread);
    const first = onDiff(`${marker("job", 1)}\nfirst`, github.store.bot, thread);
    for (let n = 0; n < 120; n++) onDiff(`talk ${n}`);
    const last = onDiff(`${marker("job", 2)}\nlast`, github.store.bot, onDiff("another thread").id);
    ours(`${marker("job", 1)}\nin the conversation`);
    expect(await writer.ownComments(target, since)).toEqual([
      { id: first.id, body: first.body },
      { id: last.id, body: last.body },
    ]);
    first.updatedAt = "2026-01-01T00:00:00Z";
    last.updatedAt = first.updatedAt;
    expect(await writer.ownComments(target, "2026-01-02T00:00:00Z")).toEqual([]);
  });

  test("authors whose account is deleted, and a user with the App's name, are not ours", async () => {
    const body = [
      { id: 1, body: "deleted", user: null },
      { id: 2, body: "a user's", user: { login: github.botLogin, type: "User" } },
      { id: 3, body: "ours", user: { login: github.botLogin, type: "Bot" } },
    ];
    github.fail({ path: `/pulls/${number}/comments`, status: 200, body });
    expect(await writer.ownComments(target, since)).toEqual([{ id: 3, body: "ours" }]);
  });

  test("case 8: a reply whose response was lost exists once, and can be found", async () => {
    github.fail({ method: "POST", path: "/replies$", cutAfter: true });
    await expect(writer.createComment(target, "lost")).rejects.toMatchObject({ name: "RetryableError" });
    expect((await writer.ownComments(target, since)).map(({ body }) => body)).toEqual(["lost"]);
  });

  test.each([
    ["its first comment is gone", 404, { message: "Not Found" }],
    ["GitHub finds the reply invalid", 422, { message: "Validation Failed", errors: [{ code: "invalid" }] }],
    ["GitHub gives no reason", 422, { message: "Unprocessable Entity" }],
  ])("the thread is gone if %s", async (_what, status, body) => {
    github.fail({ method: "POST", path: "/replies$", status, body });
    const error: unknown = await writer.createComment(target, "x").catch((thrown: unknown) => thrown);
    expect(isThreadGone(error)).toBe(true);
  });

  test.each([
    [403, { message: "You have exceeded a secondary rate limit" }, "github_rate_limited"],
    [422, { message: "was submitted too quickly" }, "github_rate_limited"],
    [422, { message: "x", errors: [{ code: "not_available" }] }, "github_not_ready"],
    [502, {}, "github_failed"],
  ])("the thread is not gone after HTTP %i %j", async (status, body, code) => {
    github.fail({ method: "POST", path: "/replies$", status, body });
    const error: unknown = await writer.createComment(target, "x").catch((thrown: unknown) => thrown);
    expect([isThreadGone(error), error]).toEqual([false, expect.objectContaining({ code })]);
  });

  test("a thread of another pull request is gone", async () => {
    const other = { ...target, pr_number: number + 5_000 };
    const error: unknown = await writer.createComment(other, "x").catch((thrown: unknown) => thrown);
    expect(isThreadGone(error)).toBe(true);
  });
});

test("a reaction is added once and removed, on a comment of the conversation", async () => {
  const { id, created_at } = { id: comment("/summary").id, created_at: since };
  const source = { kind: "issue_comment", id, created_at } as const;
  const reaction = await writer.react(target, source, "eyes");
  expect(await writer.react(target, source, "eyes")).toBe(reaction);
  expect([...(repository.comments.get(id)?.reactions.values() ?? [])].map(({ content }) => content)).toEqual([
    "eyes",
  ]);
  await writer.unreact(target, source, reaction ?? 0);
  expect(repository.comments.get(id)?.reactions.size).toBe(0);
  await writer.unreact(target, source, reaction ?? 0);
});

test("a reaction is added to a comment of the diff", async () => {
  const fresh = { number, author: wendy, body: "/summary", viaApp: false, path: "a.ts", line: 1 };
  const made = addReviewComment(github.store, repository, {
    ...fresh,
    commitId: "a".repeat(40),
    inReplyTo: null,
  });
  const source = { kind: "pull_request_review_comment", id: made.id, created_at: since } as const;
  const reaction = await writer.react(target, source, "+1");
  expect([...made.reactions.keys()]).toEqual([reaction]);
  await writer.unreact(target, source, reaction ?? 0);
  expect(made.reactions.size).toBe(0);
});

test("our reactions are listed, and not those of others", async () => {
  const { id, created_at } = { id: comment("/summary").id, created_at: since };
  const source = { kind: "issue_comment", id, created_at } as const;
  const own = await writer.react(target, source, "eyes");
  const found = repository.comments.get(id);
  if (found) addReaction(github.store, found, wendy, "eyes");
  expect(await writer.ownReactions(target, source)).toEqual([{ id: own, reaction: "eyes" }]);
  expect(await writer.ownReactions(target, { ...source, id: deletedId() })).toEqual([]);
});

test("a review has no reactions", async () => {
  const source = { kind: "pull_request_review", id: 1, created_at: since } as const;
  const requests = recordRequests();
  expect(await writer.react(target, source, "eyes")).toBeNull();
  await writer.unreact(target, source, 5);
  requests.stop();
  expect(requests.sent).toEqual([]);
});

test("a command that was deleted meanwhile gets no reaction", async () => {
  const source = { kind: "issue_comment", id: deletedId(), created_at: since } as const;
  expect(await writer.react(target, source, "eyes")).toBeNull();
});

test("a reaction throws a RetryableError if GitHub fails", async () => {
  const source = { kind: "issue_comment", id: comment("/summary").id, created_at: since } as const;
  github.fail({ method: "POST", path: "/reactions$", status: 500 });
  await expect(writer.react(target, source, "eyes")).rejects.toMatchObject({ code: "github_failed" });
});
