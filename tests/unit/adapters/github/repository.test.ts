import { afterAll, afterEach, beforeAll, expect, test } from "@jest/globals";
import { createGitHubRepository } from "../../../../adapters/github/repository.ts";
import type { RepositoryReader } from "../../../../core/github/repository-reader.ts";
import type { GitHub } from "../../../../local/github/start-github.ts";
import { addComment } from "../../../../local/github/state/comments.ts";
import type { PullRequest, Repository } from "../../../../local/github/state/records.ts";
import { grantRole } from "../../../../local/github/state/repositories.ts";
import { clientOf, readPermissions, startSimulatedGitHub } from "../../../fakes/github.ts";
import { aTarget } from "../../../fakes/records/pull-request.ts";

let github: GitHub;
let reader: RepositoryReader;
let repository: Repository;
let pull: PullRequest;

const target = aTarget({ repo: "octo-test/shop", pr_number: 3, installation_id: null });

beforeAll(async () => {
  github = await startSimulatedGitHub();
  reader = createGitHubRepository(clientOf(github, readPermissions));
  repository = github.store.repository("octo-test", "shop");
  pull = github.store.pull(repository, 3);
});

afterEach(() => github.clearFaults());

afterAll(() => github.stop());

test("a pull request is read with the fields that are used", async () => {
  pull.labels.push("risky");
  pull.body = null;
  expect(await reader.pullRequest(target)).toEqual({
    repo_id: repository.id,
    repo: "octo-test/shop",
    title: pull.title,
    body: "",
    author: pull.author.login,
    labels: ["risky"],
    base_branch: "main",
    base_sha: pull.base.sha,
    head_sha: pull.head.sha,
    from_fork: false,
    closed_at: null,
  });
});

test("a head in another repository is a fork", async () => {
  const number = 4;
  github.store.pull(repository, number).head.repository = "alice/shop";
  expect(await reader.pullRequest({ ...target, pr_number: number })).toMatchObject({ from_fork: true });
});

test("a head whose repository was deleted is a fork too", async () => {
  const tip = { ref: "main", sha: "a".repeat(40), repo: { id: 1 } };
  const body = {
    title: "t",
    body: "b",
    user: { login: "x" },
    labels: [],
    base: tip,
    head: { ...tip, repo: null },
  };
  github.fail({ path: "/pulls/3$", status: 200, body });
  expect(await reader.pullRequest(target)).toMatchObject({ from_fork: true });
});

test.each(["none", "read", "triage", "write", "maintain", "admin"] as const)(
  "the permission %s is read as it is, the finer roles included",
  async (role) => {
    grantRole(repository, "alice", role);
    expect(await reader.permissionOf(target, "alice")).toBe(role);
  },
);

test("a custom role of the organization counts as the level that it is based on", async () => {
  const body = { permission: "write", role_name: "release-captain" };
  github.fail({ path: "/permission$", status: 200, body });
  expect(await reader.permissionOf(target, "captain")).toBe("write");
});

test("an unknown permission level is none", async () => {
  github.fail({ path: "/permission$", status: 200, body: { permission: "owner", role_name: "owner" } });
  expect(await reader.permissionOf(target, "captain")).toBe("none");
});

test("a user unknown to GitHub has the permission `none`", async () => {
  github.fail({ path: "/permission$", status: 404 });
  expect(await reader.permissionOf(target, "ghost")).toBe("none");
});

test("a permission that could not be read is not `none`", async () => {
  github.fail({ path: "/permission$", status: 500, times: 9 });
  await expect(reader.permissionOf(target, "alice")).rejects.toMatchObject({ name: "RetryableError" });
}, 20_000);

test("changed files are read over all pages", async () => {
  pull.files = Array.from({ length: 230 }, (_, index) => ({
    filename: `src/file-${index}.ts`,
    status: "modified" as const,
    additions: index,
    deletions: 1,
    patch: `@@ -1 +1 @@ ${index}`,
  }));
  const { files, truncated } = await reader.changedFiles(target);
  expect(truncated).toBe(false);
  expect(files).toHaveLength(230);
  expect(files[229]).toEqual({
    path: "src/file-229.ts",
    previous_path: null,
    status: "modified",
    additions: 229,
    deletions: 1,
    patch: "@@ -1 +1 @@ 229",
  });
});

test("a renamed file keeps its old path, a binary one has no patch", async () => {
  const counts = { additions: 0, deletions: 0 };
  const body = [
    { filename: "new.ts", previous_filename: "old.ts", status: "renamed", ...counts, patch: "p" },
    { filename: "logo.png", status: "added", ...counts },
  ];
  github.fail({ path: "/pulls/3/files", status: 200, body });
  expect((await reader.changedFiles(target)).files).toMatchObject([
    { path: "new.ts", previous_path: "old.ts", patch: "p" },
    { path: "logo.png", previous_path: null, patch: null },
  ]);
});

test("a list with GitHub's maximum length is marked as truncated", async () => {
  const file = { filename: "f", status: "modified", additions: 1, deletions: 1 };
  github.fail({ path: "/pulls/3/files", status: 200, body: Array.from({ length: 3000 }, () => file) });
  expect((await reader.changedFiles(target)).truncated).toBe(true);
});

test("the conversation is read over all pages, oldest first", async () => {
  const author = github.store.user("wendy");
  for (let n = 0; n < 130; n++)
    addComment(github.store, repository, { number: 3, author, body: `${n}`, viaApp: false });
  const thread = await reader.thread(target);
  expect(thread.map(({ body }) => body)).toEqual(Array.from({ length: 130 }, (_, n) => `${n}`));
  expect(thread[0]).toMatchObject({ author: "wendy", created_at: expect.stringMatching(/^\d{4}-.*Z$/) });
});

test("a comment of a deleted account still has an author", async () => {
  github.fail({
    path: "/issues/3/comments",
    status: 200,
    body: [{ id: 12, user: null, created_at: "2026-01-01T00:00:00Z" }],
  });
  expect(await reader.thread(target)).toEqual([
    { kind: "issue_comment", id: 12, author: "ghost", body: "", created_at: "2026-01-01T00:00:00Z" },
  ]);
});

test("the conversation has the comments on the diff and the texts of reviews, in order of time", async () => {
  const at = (minute: number) => `2026-01-01T00:0${minute}:00Z`;
  const user = { login: "wendy" };
  const lists = [
    ["/issues/3/comments", [{ id: 1, user, body: "third", created_at: at(3) }]],
    ["/pulls/3/comments", [{ id: 2, user: null, body: "first", created_at: at(1) }]],
    [
      "/pulls/3/reviews",
      [
        { id: 3, user, body: "", state: "APPROVED", submitted_at: at(0) },
        { id: 4, user, body: "second", state: "APPROVED", submitted_at: at(2) },
        { id: 5, user, body: "taken back", state: "DISMISSED", submitted_at: at(4) },
        { id: 6, user, body: "not submitted", state: "PENDING" },
      ],
    ],
  ] as const;
  for (const [path, body] of lists) github.fail({ path, status: 200, body });
  expect(await reader.thread(target)).toEqual([
    { kind: "pull_request_review_comment", id: 2, author: "ghost", body: "first", created_at: at(1) },
    { kind: "pull_request_review", id: 4, author: "wendy", body: "second", created_at: at(2) },
    { kind: "issue_comment", id: 1, author: "wendy", body: "third", created_at: at(3) },
    {
      kind: "pull_request_review",
      id: 5,
      author: "wendy",
      body: "taken back",
      created_at: at(4),
      dismissed: true,
    },
  ]);
});

test("a pull request of a deleted account still has an author", async () => {
  const tip = { ref: "main", sha: "a".repeat(40), repo: { id: 1 } };
  const body = { title: "t", body: null, user: null, labels: [], base: tip, head: tip };
  github.fail({ path: "/pulls/3$", status: 200, body });
  expect(await reader.pullRequest(target)).toMatchObject({ author: "ghost", body: "", from_fork: false });
});

test("CODEOWNERS is read from GitHub's locations, in GitHub's order", async () => {
  expect(await reader.codeowners(target, "main")).toBeNull();
  repository.files.set("docs/CODEOWNERS", "* @docs\n");
  expect(await reader.codeowners(target, "main")).toBe("* @docs\n");
  repository.files.set("CODEOWNERS", "* @root\n");
  expect(await reader.codeowners(target, "main")).toBe("* @root\n");
  repository.files.set(".github/CODEOWNERS", "* @hidden\n");
  expect(await reader.codeowners(target, "main")).toBe("* @hidden\n");
});

test("a CODEOWNERS that could not be read is not null", async () => {
  github.fail({ path: "CODEOWNERS", status: 403 });
  await expect(reader.codeowners(target, "main")).rejects.toMatchObject({ code: "github_refused" });
});

test("the App's login is asked for once", async () => {
  const login = await reader.appLogin();
  expect(login).toBe("pr-employees[bot]");
  github.fail({ path: "/app", status: 502 });
  expect(await reader.appLogin()).toBe(login);
});
