import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { createGitHubRepository } from "../../../../adapters/github/repository.ts";
import { createGitHubWriter } from "../../../../adapters/github/writer.ts";
import type { GitHub } from "../../../../local/github/start-github.ts";
import { recordComment } from "../../../../local/github/state/comments.ts";
import type { Repository } from "../../../../local/github/state/records.ts";
import { clientOf, recordRequests, startSimulatedGitHub } from "../../../fakes/github.ts";
import { aTarget } from "../../../fakes/records/pull-request.ts";

let github: GitHub;
let repository: Repository;
let requests: ReturnType<typeof recordRequests>;

beforeEach(async () => {
  github = await startSimulatedGitHub();
  repository = github.store.repository("octo-demo", "payments");
  const author = github.store.user("wendy");
  recordComment(github.store, repository, { id: 9001, number: 7, author, body: "/summary" });
  requests = recordRequests();
});

afterEach(async () => {
  requests.stop();
  await github.stop();
});

const target = aTarget();
const source = { kind: "issue_comment", id: 9001, created_at: "2026-11-23T08:00:00Z" } as const;
const sentTo = (path: RegExp) => requests.sent.filter((request) => path.test(request.path));

/** Reads and writes everything, with the target as it was recorded before. */
async function useAll(client = clientOf(github)): Promise<void> {
  const [reader, writer] = [createGitHubRepository(client), createGitHubWriter(client)];
  expect(await reader.pullRequest(target)).toMatchObject({ repo_id: 77, repo: repository.fullName });
  expect(await reader.comment(target, source)).toEqual({ author: "wendy", body: "/summary" });
  expect(await reader.permissionOf(target, "wendy")).toBe("write");
  expect((await reader.changedFiles(target)).files.length).toBeGreaterThan(0);
  const id = await writer.createComment(target, "an answer");
  expect(await writer.updateComment(target, id, "the answer")).toBe(true);
  expect(await writer.ownComments(target, source.created_at)).toEqual([{ id, body: "the answer" }]);
  const reaction = await writer.react(target, source, "eyes");
  await writer.unreact(target, source, reaction ?? 0);
  await writer.deleteComment(target, id);
}

const moves: [string, Parameters<GitHub["move"]>[1]][] = [
  ["renamed", { name: "billing" }],
  ["transferred", { owner: "acme" }],
  ["renamed and transferred", { owner: "acme", name: "billing" }],
];

describe.each(moves)("a repository that was %s", (_what, to) => {
  test.each([false, true])("is read and written as before (private: %s)", async (isPrivate) => {
    repository.private = isPrivate;
    github.move(repository, to);
    await useAll();
  });

  test.each([false, true])(
    "is read and written by a client with an earlier token (private: %s)",
    async (isPrivate) => {
      repository.private = isPrivate;
      const client = clientOf(github);
      await useAll(client);
      github.move(repository, to);
      await useAll(client);
    },
  );

  test("is read and written even if another repository has its former name", async () => {
    github.move(repository, to);
    const impostor = github.store.repository("octo-demo", "impostor");
    github.move(impostor, { name: "payments" });
    await useAll();
    expect(impostor.comments.size).toBe(0);
  });

  test("is found by its former name", async () => {
    github.move(repository, to);
    expect(await clientOf(github).repository("octo-demo/payments")).toMatchObject({
      repo: repository.fullName,
      repo_id: 77,
    });
  });
});

test("a transferred repository needs one lookup of its new installation", async () => {
  github.move(repository, { owner: "acme" });
  const client = clientOf(github);
  await useAll(client);
  await useAll(client);
  expect(sentTo(/\/installation$/)).toHaveLength(1);
});

test("a write that the former installation was refused is repeated once", async () => {
  const client = clientOf(github);
  await useAll(client);
  github.move(repository, { owner: "acme" });
  await createGitHubWriter(client).createComment(target, "an answer");
  const written = [...repository.comments.values()].filter(({ viaApp }) => viaApp);
  expect(written.map(({ body }) => body)).toEqual(["an answer"]);
});

test("a missing comment causes one lookup of the installation, which is the same", async () => {
  const reader = createGitHubRepository(clientOf(github));
  repository.comments.delete(9001);
  repository.deleted.add(9001);
  expect(await reader.comment(target, source)).toBeNull();
  expect(sentTo(/\/installation$/)).toHaveLength(1);
});

test("a comment does not count as deleted while the installation is unknown", async () => {
  const reader = createGitHubRepository(clientOf(github));
  github.fail({ path: "/issues/comments/9001$", refusal: "notFound" });
  github.fail({ path: "/installation$", refusal: "secondaryLimit" });
  await expect(reader.comment(target, source)).rejects.toMatchObject({ code: "github_rate_limited" });
});

test.each([false, true])("a repository without the App is not found (with a token: %s)", async (warm) => {
  const client = clientOf(github);
  if (warm) await useAll(client);
  repository.private = true;
  github.uninstall("acme");
  github.move(repository, { owner: "acme" });
  const reader = createGitHubRepository(client);
  await expect(reader.pullRequest(target)).rejects.toMatchObject({
    ...{ name: "PermanentError", code: "github_not_found" },
  });
});
