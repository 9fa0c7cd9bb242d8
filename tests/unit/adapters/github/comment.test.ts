import { afterAll, afterEach, beforeAll, expect, test } from "@jest/globals";
import { createGitHubRepository } from "../../../../adapters/github/repository.ts";
import type { CommentSource } from "../../../../core/github/pull-request.ts";
import type { RepositoryReader } from "../../../../core/github/repository-reader.ts";
import type { GitHub } from "../../../../local/github/start-github.ts";
import {
  addComment,
  addReviewComment,
  deleteComment,
  editComment,
} from "../../../../local/github/state/comments.ts";
import { addReview } from "../../../../local/github/state/pulls.ts";
import type { PullRequest, Repository } from "../../../../local/github/state/records.ts";
import { clientOf, readPermissions, startSimulatedGitHub } from "../../../fakes/github.ts";
import { aTarget } from "../../../fakes/records/pull-request.ts";

let github: GitHub;
let reader: RepositoryReader;
let repository: Repository;
let pull: PullRequest;

const target = aTarget({ repo: "octo-test/shop", pr_number: 3 });

beforeAll(async () => {
  github = await startSimulatedGitHub();
  reader = createGitHubRepository(clientOf(github, readPermissions));
  repository = github.store.repository("octo-test", "shop");
  pull = github.store.pull(repository, 3);
});

afterEach(() => github.clearFaults());

afterAll(() => github.stop());

const wendy = () => github.store.user("wendy");
const fresh = (body = "/summary") => ({ number: 3, author: wendy(), body, viaApp: false });
const sourceOf = (kind: CommentSource["kind"], id: number): CommentSource => ({
  kind,
  id,
  created_at: "2026-11-23T08:59:58Z",
});

/** Creates one of each kind on the simulator. */
const write: Record<CommentSource["kind"], () => { id: number }> = {
  issue_comment: () => addComment(github.store, repository, fresh()),
  pull_request_review_comment: () =>
    addReviewComment(github.store, repository, {
      ...fresh(),
      path: "README.md",
      line: 1,
      commitId: pull.head.sha,
      inReplyTo: null,
    }),
  pull_request_review: () =>
    addReview(github.store, repository, pull, { author: wendy(), body: "/summary", state: "COMMENTED" }),
};
const kinds = Object.keys(write) as CommentSource["kind"][];

test.each(kinds)("an existing comment: %s", async (kind) => {
  const source = sourceOf(kind, write[kind]().id);
  expect(await reader.comment(target, source)).toEqual({ author: "wendy", body: "/summary" });
});

test.each(kinds)("a comment of another pull request is null: %s", async (kind) => {
  const source = sourceOf(kind, write[kind]().id);
  expect(await reader.comment({ ...target, pr_number: 4 }, source)).toBeNull();
});

test.each(kinds.flatMap((kind) => [404, 410].map((status) => [kind, status] as const)))(
  "a comment that GitHub does not have is null: %s, %i",
  async (kind, status) => {
    github.fail({ path: "/(comments|reviews)/77$", status });
    expect(await reader.comment(target, sourceOf(kind, 77))).toBeNull();
  },
);

test("a comment is read as it is now, not as it was", async () => {
  const comment = addComment(github.store, repository, fresh());
  const source = sourceOf("issue_comment", comment.id);
  editComment(github.store, repository, comment, "never mind", wendy());
  expect(await reader.comment(target, source)).toEqual({ author: "wendy", body: "never mind" });
  deleteComment(github.store, repository, comment, wendy());
  expect(await reader.comment(target, source)).toBeNull();
});

test("a comment of a deleted account, and a review without a text", async () => {
  const pull_request_url = `${github.url}/repos/octo-test/shop/pulls/3`;
  github.fail({ path: "/reviews/78$", status: 200, body: { user: null, body: null, pull_request_url } });
  expect(await reader.comment(target, sourceOf("pull_request_review", 78))).toEqual({
    author: "ghost",
    body: "",
  });
  github.fail({ path: "/comments/79$", status: 200, body: { user: null, issue_url: pull_request_url } });
  expect(await reader.comment(target, sourceOf("issue_comment", 79))).toEqual({
    author: "ghost",
    body: "",
  });
});

test("a comment that could not be read is not null", async () => {
  github.fail({ path: "/comments/80$", status: 403 });
  await expect(reader.comment(target, sourceOf("issue_comment", 80))).rejects.toMatchObject({
    code: "github_refused",
  });
  github.fail({ path: "/comments/80$", status: 429 });
  await expect(reader.comment(target, sourceOf("issue_comment", 80))).rejects.toMatchObject({
    name: "RetryableError",
  });
});
