import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import { validate } from "@octokit/graphql-schema";
import { replacement } from "../../../../adapters/github/reactions.ts";
import { createGitHubWriter } from "../../../../adapters/github/writer.ts";
import type { PullRequestWriter } from "../../../../core/answering/pull-request-writer.ts";
import type { CommandSource } from "../../../../core/github/pull-request.ts";
import type { GitHub } from "../../../../local/github/start-github.ts";
import { addComment, addReviewComment, deleteComment } from "../../../../local/github/state/comments.ts";
import { nodeId } from "../../../../local/github/state/ids.ts";
import type { Comment, Repository } from "../../../../local/github/state/records.ts";
import { clientOf, loseAnswer, recordRequests, startSimulatedGitHub } from "../../../fakes/github.ts";
import { aTarget } from "../../../fakes/records/pull-request.ts";

const target = aTarget();
const forbidden = { type: "FORBIDDEN", message: "Resource not accessible by integration" };

let github: GitHub;
let writer: PullRequestWriter;
let repository: Repository;
let comment: Comment;
let source: CommandSource & { node_id: string };
/** Id of our first reaction. */
let eyes: number;
let requests: ReturnType<typeof recordRequests>;

beforeAll(async () => {
  github = await startSimulatedGitHub();
  writer = createGitHubWriter(clientOf(github));
  repository = github.store.repository("octo-demo", "payments");
});

const fresh = () => ({ number: 7, author: github.store.user("wendy"), body: "/summary", viaApp: false });
const nameOf = (type: string, { id }: Comment) => ({ id, node_id: nodeId(type, id), created_at: "" });

beforeEach(async () => {
  comment = addComment(github.store, repository, fresh());
  source = { kind: "issue_comment", ...nameOf("IssueComment", comment) };
  eyes = (await writer.react(target, source, "eyes")) ?? 0;
  requests = recordRequests();
});

afterEach(() => {
  requests.stop();
  github.clearFaults();
});

afterAll(() => github.stop());

const shown = (on = comment) => [...on.reactions.values()].map(({ content }) => content);
const sent = () => requests.sent.map(({ method, path }) => `${method} ${path.replace(/\d+/g, "#")}`);
const replace = (on: CommandSource = source, others: ("eyes" | "rocket" | "-1")[] = ["eyes"]) =>
  writer.replaceReaction(target, on, "+1", { id: eyes, others });
const pair = [
  "POST /repositories/#/issues/comments/#/reactions",
  "DELETE /repositories/#/issues/comments/#/reactions/#",
];

test("GitHub's own schema knows the mutation, whatever it removes", () => {
  expect(validate(replacement("+1", ["eyes"]))).toEqual([]);
  expect(validate(replacement("-1", ["eyes", "+1", "rocket"]))).toEqual([]);
});

describe("one request", () => {
  test("replaces a reaction in the conversation", async () => {
    const id = await replace();
    expect(sent()).toEqual(["POST /graphql"]);
    expect(shown()).toEqual(["+1"]);
    expect([...comment.reactions.keys()]).toEqual([id]);
  });

  test("replaces a reaction on the diff", async () => {
    const place = { path: "a.ts", line: 1, commitId: "a".repeat(40), inReplyTo: null };
    const onDiff = addReviewComment(github.store, repository, { ...fresh(), ...place });
    const kind = "pull_request_review_comment" as const;
    const there = { kind, ...nameOf("PullRequestReviewComment", onDiff) };
    await writer.react(target, there, "eyes");
    requests.sent.length = 0;
    await replace(there);
    expect(sent()).toEqual(["POST /graphql"]);
    expect(shown(onDiff)).toEqual(["+1"]);
  });

  test("removes every earlier one, whose id need not be known, and misses none that is not there", async () => {
    await writer.react(target, source, "rocket");
    requests.sent.length = 0;
    const id = await replace(source, ["-1", "rocket", "eyes"]);
    expect(sent()).toEqual(["POST /graphql"]);
    expect([...comment.reactions.keys()]).toEqual([id]);
  });

  test("can be repeated, also when its response was lost", async () => {
    const lost = loseAnswer({ method: "POST", path: /graphql$/ });
    await expect(replace()).rejects.toMatchObject({ name: "RetryableError", code: "github_unreachable" });
    lost.stop();
    expect(shown()).toEqual(["+1"]);
    const id = await replace();
    expect(await replace()).toBe(id);
    expect(shown()).toEqual(["+1"]);
  });

  test("is not retried by itself: its outcome may be unknown", async () => {
    github.fail({ path: "/graphql$", status: 502 });
    await expect(replace()).rejects.toMatchObject({ code: "github_failed" });
    expect(sent()).toEqual(["POST /graphql"]);
  });
});

describe("two requests of the REST API", () => {
  test("replace it without a node ID", async () => {
    const { node_id: _, ...unnamed } = source;
    const id = await replace(unnamed);
    expect(sent()).toEqual(pair);
    expect([...comment.reactions.keys()]).toEqual([id]);
  });

  test.each([
    ["to add one", { added: null, removed0: null }, ["added"]],
    ["to remove one", { added: { reaction: { databaseId: 5 } }, removed0: null }, ["removed0"]],
  ])("replace it where GitHub refuses the mutation %s", async (_what, data, path) => {
    github.fail({ path: "/graphql$", status: 200, body: { data, errors: [{ ...forbidden, path }] } });
    const id = await replace();
    expect(sent()).toEqual(["POST /graphql", ...pair]);
    expect([...comment.reactions.keys()]).toEqual([id]);
  });

  test("tell that the comment is gone", async () => {
    deleteComment(github.store, repository, comment, github.store.user("wendy"));
    expect(await replace()).toBeNull();
    expect(sent()).toEqual(expect.arrayContaining(["POST /graphql", ...pair]));
  });
});

test("a review has no reactions", async () => {
  const review = { ...source, kind: "pull_request_review" as const };
  expect(await replace(review)).toBeNull();
  expect(sent()).toEqual([]);
});
