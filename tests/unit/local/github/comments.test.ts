import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { Octokit } from "@octokit/core";
import type { Comment, FileContent, PullRequest, PullRequestFile } from "./github-objects.ts";
import { type Answer, payments, startTestGitHub, type TestGitHub } from "./support.ts";

let github: TestGitHub;

beforeAll(async () => {
  github = await startTestGitHub();
});

afterAll(() => github.stop());

describe("issue comments", () => {
  test("are all listed once by following the Link header (300 comments)", async () => {
    const repository = github.store.repository("many", "comments");
    for (let n = 1; n <= 300; n += 1) {
      const created = await github.call("POST", "/repos/many/comments/issues/3/comments", { body: `n ${n}` });
      expect(created.status).toBe(201);
    }
    const ids: number[] = [];
    let next: string | undefined = "/repos/many/comments/issues/3/comments?per_page=100";
    let pages = 0;
    while (next) {
      const page: Answer<Comment[]> = await github.call("GET", next);
      ids.push(...page.body.map(({ id }) => id));
      next = /<([^>]+)>; rel="next"/.exec(page.headers.get("link") ?? "")?.[1];
      pages += 1;
    }
    expect(pages).toBe(3);
    expect(ids).toEqual([...repository.comments.keys()].sort((a, b) => a - b));
    expect(ids).toHaveLength(300);
  }, 30_000);

  test("have a Link header with the last page, no next on the last page, and 30 per page by default", async () => {
    const first = await github.call("GET", "/repos/many/comments/issues/3/comments");
    expect(first.body).toHaveLength(30);
    expect(first.headers.get("link")).toContain('page=10>; rel="last"');
    const last = await github.call("GET", "/repos/many/comments/issues/3/comments?page=10");
    expect(last.headers.get("link")).not.toContain('rel="next"');
    const beyond = await github.call("GET", "/repos/many/comments/issues/3/comments?page=11");
    expect(beyond.body).toEqual([]);
  });

  test("get a later updated_at when edited; `since` omits older ones", async () => {
    const path = `${payments}/issues/9/comments`;
    await github.call("POST", path, { body: "not changed" });
    const { body: older } = await github.call<Comment>("POST", path, { body: "one" });
    const { body: changed } = await github.call<Comment>("PATCH", `${payments}/issues/comments/${older.id}`, {
      body: "two",
    });
    expect(Date.parse(changed.updated_at)).toBeGreaterThan(Date.parse(older.updated_at));
    expect(changed).toMatchObject({ body: "two", created_at: older.created_at, id: older.id });
    const listed = await github.call<Comment[]>("GET", `${path}?since=${changed.updated_at}`);
    expect(listed.body.map(({ id }) => id)).toEqual([older.id]);
  });

  test("do not return after they are deleted", async () => {
    const { body: comment } = await github.call<Comment>("POST", `${payments}/issues/9/comments`, {
      body: "oops",
    });
    const path = `${payments}/issues/comments/${comment.id}`;
    expect((await github.call("DELETE", path)).status).toBe(204);
    expect((await github.call("GET", path)).status).toBe(404);
    expect((await github.call("PATCH", path, { body: "back" })).status).toBe(404);
    expect((await github.call("POST", `${path}/reactions`, { content: "eyes" })).status).toBe(404);
  });

  test.each([
    ["absent", {}],
    ["blank", { body: " \n" }],
    ["longer than 65536 characters", { body: "x".repeat(65_537) }],
  ])("a body that is %s is 422 in GitHub's shape", async (_case, body) => {
    const answer = await github.call("POST", `${payments}/issues/9/comments`, body);
    expect(answer.status).toBe(422);
    expect(answer.body).toMatchObject({ message: expect.any(String), documentation_url: expect.any(String) });
  });

  test("may have 65536 characters of three bytes each", async () => {
    const body = "€".repeat(65_536);
    const answer = await github.call<Comment>("POST", `${payments}/issues/9/comments`, { body });
    expect(answer.status).toBe(201);
    expect(answer.body.body).toBe(body);
  });

  test("have responses that Octokit accepts", async () => {
    const octokit = new Octokit({ baseUrl: github.url, auth: "user:rita" });
    const subject = { owner: "octo-demo", repo: "payments", issue_number: 7 };
    const created = await octokit.request("POST /repos/{owner}/{repo}/issues/{issue_number}/comments", {
      ...subject,
      body: "from Octokit",
    });
    expect(created.status).toBe(201);
    expect(created.data.user?.login).toBe("rita");
    const listed = await octokit.request("GET /repos/{owner}/{repo}/issues/{issue_number}/comments", subject);
    expect(listed.data.map(({ id }) => id)).toContain(created.data.id);
  });
});

describe("inferred content", () => {
  test("a repository, a pull request and a comment exist from the first request for them", async () => {
    const pull = await github.call<PullRequest>("GET", "/repos/stranger/something/pulls/41");
    expect(pull.body).toMatchObject({
      number: 41,
      state: "open",
      base: { repo: { full_name: "stranger/something" } },
    });
    const again = await github.call<PullRequest>("GET", "/repos/stranger/something/pulls/41");
    expect(again.body.head.sha).toBe(pull.body.head.sha);
    const path = "/repos/stranger/something/issues/comments/987654";
    expect((await github.call("POST", `${path}/reactions`, { content: "eyes" })).status).toBe(201);
    expect((await github.call("GET", path)).body).toMatchObject({ id: 987_654, user: { login: "stranger" } });
  });

  test("has the commits and comments of GitHub's example payloads", async () => {
    const pull = await github.call<PullRequest>("GET", "/repos/Codertocat/Hello-World/pulls/2");
    expect(pull.body.head.sha).toBe("ec26c3e57ca3a959ca5aad62de7213c562f8c821");
    expect(pull.body.base.repo.id).toBe(186_853_002);
    const comment = await github.call<Comment>(
      "GET",
      "/repos/Codertocat/Hello-World/issues/comments/492700400",
    );
    expect(comment.body).toMatchObject({ user: { login: "Codertocat", id: 21_031_067 } });
    expect(comment.body.issue_url).toMatch(/\/issues\/1$/);
    const review = await github.call<Comment>(
      "GET",
      "/repos/Codertocat/Hello-World/pulls/comments/284312630",
    );
    expect(review.body.body).toContain("emoji");
  });

  test("new ids are above every id of a request", async () => {
    await github.call("GET", "/repos/stranger/something/issues/comments/7000000000");
    const created = await github.call<Comment>("POST", "/repos/stranger/something/issues/41/comments", {
      body: "x",
    });
    expect(created.body.id).toBeGreaterThan(7_000_000_000);
  });
});

describe("the demo repository", () => {
  test("lists the files of its pull request in pages, with patches", async () => {
    const first = await github.call<PullRequestFile[]>("GET", `${payments}/pulls/7/files?per_page=10`);
    const second = await github.call<PullRequestFile[]>(
      "GET",
      `${payments}/pulls/7/files?per_page=10&page=2`,
    );
    const names = [...first.body, ...second.body].map(({ filename }) => filename);
    expect(names).toHaveLength(14);
    expect(names).toEqual(
      expect.arrayContaining(["src/auth/token.ts", "infra/network.tf", "package-lock.json"]),
    );
    for (const file of first.body) {
      const lines = file.patch.split("\n");
      expect(lines[0]).toMatch(/^@@ /);
      expect(file.additions).toBe(lines.filter((line) => line.startsWith("+")).length);
    }
  });

  test("returns the diff for GitHub's media type", async () => {
    const response = await fetch(`${github.url}${payments}/pulls/7`, {
      headers: { accept: "application/vnd.github.diff" },
    });
    expect(await response.text()).toMatch(/^diff --git a\/\.github\/workflows\/ci\.yml/);
  });

  test("has a pull request from a fork", async () => {
    const { body } = await github.call<PullRequest>("GET", `${payments}/pulls/8`);
    expect(body.head.repo.full_name).toBe("ferdinand/payments");
    expect(body.base.repo.full_name).toBe("octo-demo/payments");
  });

  test("serves CODEOWNERS with and without an encoded slash, and no other file", async () => {
    for (const path of [".github/CODEOWNERS", ".github%2FCODEOWNERS"]) {
      const { body } = await github.call<FileContent>("GET", `${payments}/contents/${path}`);
      expect(Buffer.from(body.content, "base64").toString()).toContain("@octo-demo/security");
    }
    expect((await github.call("GET", `${payments}/contents/CODEOWNERS`)).status).toBe(404);
  });
});
