import type { ExamplePullRequest } from "./examples.ts";
import { commitSha, type Ids, stableId } from "./ids.ts";
import type { ChangedFile, PullRequest, Repository } from "./records.ts";
import { timestamp } from "./timestamps.ts";
import type { Users } from "./users.ts";

/** Returns the pull request of GitHub's example, or a made-up one that is the same for the same repository and number. */
export function inferPullRequest(
  users: Users,
  ids: Ids,
  repository: Repository,
  number: number,
  example: ExamplePullRequest | undefined,
): PullRequest {
  const { fullName } = repository;
  const id = example?.id ?? stableId(`${fullName}#${number}`);
  const now = timestamp();
  ids.reserve(id);
  return {
    id,
    number,
    title: example?.title ?? `Change number ${number} of ${repository.name}`,
    body: example ? example.body : "Tightens the input checks and says so in the documentation.",
    author: example ? users.user(example.user.login, "User", example.user.id) : repository.owner,
    state: "open",
    draft: false,
    head: {
      ref: example?.head.ref ?? `change-${number}`,
      sha: example?.head.sha ?? commitSha(fullName, number, "head"),
      repository: fullName,
    },
    base: {
      ref: example?.base.ref ?? repository.defaultBranch,
      sha: example?.base.sha ?? commitSha(fullName, number, "base"),
      repository: fullName,
    },
    labels: [],
    files: inferFiles(number),
    commits: 1,
    createdAt: now,
    updatedAt: now,
    closedAt: null,
  };
}

function inferFiles(number: number): ChangedFile[] {
  return [
    {
      filename: "README.md",
      status: "modified",
      additions: 1,
      deletions: 1,
      patch: `@@ -1 +1 @@\n-# Hello World\n+# Hello World, change ${number}`,
    },
    {
      filename: "src/greet.js",
      status: "modified",
      additions: 2,
      deletions: 1,
      patch:
        '@@ -1,3 +1,4 @@\n export function greet(name) {\n-  return "Hello, " + name;\n' +
        '+  if (typeof name !== "string") throw new TypeError("name must be a string");\n' +
        '+  return "Hello, " + name.trim();\n }',
    },
  ];
}
