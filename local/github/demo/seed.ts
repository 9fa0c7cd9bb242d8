import { readFileSync } from "node:fs";
import { addComment } from "../state/comments.ts";
import type { GitHubStore } from "../state/github-store.ts";
import { commitSha } from "../state/ids.ts";
import type { PullRequest, Repository } from "../state/records.ts";
import { grantRole, labelOf } from "../state/repositories.ts";
import { timestamp } from "../state/timestamps.ts";
import { parseDiff } from "./parse-diff.ts";
import { type DemoPull, demoPulls } from "./pulls.ts";

const hoursAgo = (hours: number) => timestamp(Date.now() - hours * 3_600_000);
const read = (name: string) => readFileSync(new URL(name, import.meta.url), "utf8");

/** Logins that the page offers to write as. */
export const people = ["octavia", "wendy", "rita", "robo[bot]"] as const;

/** Creates `octo-demo/payments` with three pull requests. Call it before webhooks are delivered. */
export function seedDemo(store: GitHubStore): Repository {
  store.user("octo-demo", "Organization");
  const repository = store.repository("octo-demo", "payments");
  repository.description = "Takes card payments, and gives them back.";
  repository.files.set(".github/CODEOWNERS", read("CODEOWNERS"));
  const workflow = read("../../../docs/examples/workflow/count-lines.yml");
  repository.files.set(".github/workflows/count-lines.yml", workflow);
  grantRole(repository, "octavia", "admin");
  grantRole(repository, "wendy", "write");
  grantRole(repository, "rita", "read");
  for (const demo of demoPulls) {
    const pull = demoPull(store, repository, demo);
    repository.pulls.set(pull.number, pull);
    for (const name of pull.labels) labelOf(repository, name);
    for (const { author, body, hoursAgo: hours } of demo.comments) {
      const fresh = { number: pull.number, author: store.user(author), body, viaApp: false };
      const comment = addComment(store, repository, fresh);
      comment.createdAt = hoursAgo(hours);
      comment.updatedAt = comment.createdAt;
    }
  }
  return repository;
}

function demoPull(store: GitHubStore, repository: Repository, demo: DemoPull): PullRequest {
  const { number, title, body, author, labels, branch, diff } = demo;
  const openedAt = hoursAgo(27);
  const from = demo.fork ?? repository.fullName;
  return {
    id: 2_180_000_000 + number,
    number,
    title,
    body,
    author: store.user(author),
    state: "open",
    draft: false,
    head: { ref: branch, sha: commitSha(from, branch), repository: from },
    base: { ref: "main", sha: commitSha(repository.fullName, "main"), repository: repository.fullName },
    labels: [...labels],
    files: parseDiff(read(diff)),
    commits: 1,
    createdAt: openedAt,
    updatedAt: openedAt,
    closedAt: null,
  };
}
