import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { validateSchema } from "graphql";
import { readNodeId } from "../../../../local/github/graphql/read-node-id.ts";
import { servedSchema } from "../../../../local/github/graphql/schema.ts";
import { addComment } from "../../../../local/github/state/comments.ts";
import { nodeId } from "../../../../local/github/state/ids.ts";
import type { Comment, Repository } from "../../../../local/github/state/records.ts";
import { startTestGitHub, type TestGitHub } from "./support.ts";

let github: TestGitHub;
let repository: Repository;
let comment: Comment;
let token: string;

beforeAll(async () => {
  github = await startTestGitHub();
  repository = github.store.repository("octo-demo", "payments");
  const author = github.store.bot;
  comment = addComment(github.store, repository, { number: 7, author, body: "Done.", viaApp: true });
  token = await github.token();
});

afterAll(() => github.stop());

interface Response {
  data?: Record<string, unknown> | null;
  errors?: { type?: string; path?: unknown[]; message: string }[];
}

async function ask(query: string, variables: object = {}, authorization = token, path = "/graphql") {
  return (await github.call<Response>("POST", path, { query, variables }, authorization)).body;
}

const idOf = (type: string, id: number) => nodeId(type, id);

test("a repository's pull request is read with one collaborator's permission", async () => {
  const query = `query ($id: ID!) {
    node(id: $id) { ... on Repository {
      databaseId nameWithOwner
      collaborators(login: "WENDY", first: 1) { edges { permission node { login } } }
      pullRequest(number: 7) {
        title author { __typename login } labels(first: 1) { nodes { name } } headRefOid isCrossRepository closedAt
      }
    } }
  }`;
  const { data, errors } = await ask(query, { id: idOf("Repository", repository.id) });
  const pull = github.store.pull(repository, 7);
  expect(errors).toBeUndefined();
  expect(data?.node).toEqual({
    databaseId: repository.id,
    nameWithOwner: "octo-demo/payments",
    collaborators: { edges: [{ permission: "WRITE", node: { login: "wendy" } }] },
    pullRequest: {
      title: pull.title,
      author: { __typename: "User", login: "wendy" },
      labels: { nodes: [{ name: "feature" }] },
      headRefOid: pull.head.sha,
      isCrossRepository: false,
      closedAt: null,
    },
  });
});

test("a comment names its pull request; the login of a bot has no [bot]", async () => {
  const query = `query ($id: ID!) {
    node(id: $id) { ... on IssueComment {
      fullDatabaseId body author { __typename login } issue { number } repository { databaseId }
    } }
  }`;
  const { data } = await ask(query, { id: idOf("IssueComment", comment.id) });
  expect(data?.node).toEqual({
    fullDatabaseId: String(comment.id),
    body: "Done.",
    author: { __typename: "Bot", login: github.appSlug },
    issue: { number: 7 },
    repository: { databaseId: repository.id },
  });
});

test("an unknown node is null with an error of its path; the others are answered", async () => {
  const query = `query ($known: ID!) { here: node(id: $known) { id } gone: node(id: "bm90aGluZw==") { id } }`;
  const { data, errors } = await ask(query, { known: idOf("Repository", repository.id) });
  expect(data).toEqual({ here: { id: idOf("Repository", repository.id) }, gone: null });
  expect(errors).toEqual([expect.objectContaining({ type: "NOT_FOUND", path: ["gone"] })]);
});

test("a private repository is not found with a token of another one", async () => {
  const hidden = github.store.repository("octo-demo", "hidden");
  hidden.private = true;
  const { data, errors } = await ask(`{ node(id: "${idOf("Repository", hidden.id)}") { id } }`);
  expect(data).toEqual({ node: null });
  expect(errors?.[0]?.type).toBe("NOT_FOUND");
});

describe("a mutation", () => {
  const replace = `mutation ($subject: ID!) {
    added: addReaction(input: { subjectId: $subject, content: THUMBS_UP }) { reaction { databaseId content } }
    removed: removeReaction(input: { subjectId: $subject, content: EYES }) { reaction { content } }
  }`;
  const subject = () => ({ subject: idOf("IssueComment", comment.id) });
  const contents = () => [...comment.reactions.values()].map(({ content }) => content);

  test("adds one reaction and removes another", async () => {
    await ask(replace.replace("THUMBS_UP", "EYES").replace(/removed.*\n/, ""), subject());
    expect(contents()).toEqual(["eyes"]);
    const { data, errors } = await ask(replace, subject());
    expect(errors).toBeUndefined();
    const [id] = comment.reactions.keys();
    expect(data?.added).toEqual({ reaction: { databaseId: id, content: "THUMBS_UP" } });
    expect(contents()).toEqual(["+1"]);
  });

  test("without that reaction reports it for that field only", async () => {
    const { data, errors } = await ask(replace, subject());
    expect(data).toMatchObject({ added: { reaction: { content: "THUMBS_UP" } }, removed: null });
    expect(errors).toEqual([expect.objectContaining({ type: "NOT_FOUND", path: ["removed"] })]);
  });

  test("is forbidden for a token that may only read", async () => {
    const reading = await github.token({ repositories: ["payments"], permissions: { issues: "read" } });
    const { errors } = await ask(replace, subject(), reading);
    expect(errors?.map(({ type }) => type)).toEqual(["FORBIDDEN", "FORBIDDEN"]);
  });
});

test("a query that GitHub's schema does not know fails before it is executed", async () => {
  const answer = await ask("{ viewer { pets } }");
  expect(answer.data).toBeUndefined();
  expect(answer.errors?.[0]?.message).toMatch(/Cannot query field "pets"/);
});

test("a request without a user's or an installation's token is refused", async () => {
  const call = (authorization: string) =>
    github.call("POST", "/graphql", { query: "{ __typename }" }, authorization);
  expect((await call("")).status).toBe(401);
  expect((await call(`Bearer ${github.jwt()}`)).status).toBe(401);
});

test("the API of a GitHub Enterprise Server is at /api/graphql, beside /api/v3", async () => {
  expect((await ask("{ __typename }", {}, token, "/api/graphql")).data).toEqual({ __typename: "Query" });
  const { status } = await github.call("GET", "/api/v3/repos/octo-demo/payments/pulls/7", undefined, token);
  expect(status).toBe(200);
});

test.each([
  ["MDEyOklzc3VlQ29tbWVudDQ5MjcwMDQwMA==", { type: "IssueComment", id: 492_700_400 }],
  ["MDEwOlJlcG9zaXRvcnkxODY4NTMwMDI=", { type: "Repository", id: 186_853_002 }],
  ["R_kgDOCyMhig", { type: "Repository", id: 186_851_722 }],
  ["IC_kwDOCyMhis6Azk-2", { type: "IssueComment", id: 2_161_004_470 }],
  ["U_kgDOAUDpSw", null],
  ["nonsense", null],
])("the node id %s is read", (id, expected) => {
  expect(readNodeId(id)).toEqual(expected);
});

test("the served schema is complete in itself", () => {
  expect(validateSchema(servedSchema())).toEqual([]);
});
