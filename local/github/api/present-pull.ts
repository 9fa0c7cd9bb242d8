import type { Examples } from "../state/examples.ts";
import type { GitHubStore } from "../state/github-store.ts";
import { nodeId } from "../state/ids.ts";
import type { BranchTip, PullRequest, Repository } from "../state/records.ts";
import { labelOf, roleOf } from "../state/repositories.ts";
import { createExampleTemplate } from "./example-template.ts";
import { type PresentRepository, presentLabel } from "./present-repository.ts";
import { presentAuthor, presentUser } from "./present-user.ts";

export type PresentPull = (
  base: string,
  repository: Repository,
  pull: PullRequest,
) => Record<string, unknown>;

export function authorAssociation(repository: Repository, login: string): string {
  if (repository.owner.login === login) return "OWNER";
  return repository.roles.has(login.toLowerCase()) ? "COLLABORATOR" : "NONE";
}

/** Returns a function that presents a pull request with every field of GitHub's example. */
export function createPresentPull(
  store: GitHubStore,
  examples: Examples,
  presentRepository: PresentRepository,
): PresentPull {
  const example = examples.payload("pull_request", "pull_request").pull_request;
  const { head, base, user, ...rest } = { ...example };
  const template = createExampleTemplate(rest);

  function presentTip(baseUrl: string, { ref, sha, repository }: BranchTip) {
    const [owner = "", name = ""] = repository.split("/");
    const repo = store.repository(owner, name);
    return {
      label: `${owner}:${ref}`,
      ref,
      sha,
      user: presentUser(baseUrl, repo.owner),
      repo: presentRepository(baseUrl, repo),
    };
  }

  return (baseUrl, repository, pull) => {
    const sum = (pick: "additions" | "deletions") => pull.files.reduce((all, file) => all + file[pick], 0);
    const inThread = (comment: { number: number }) => comment.number === pull.number;
    const { number } = pull;
    return {
      ...template(
        baseUrl,
        repository.fullName,
        ["/pulls/2", `/pulls/${number}`],
        ["/pull/2", `/pull/${number}`],
        ["/issues/2", `/issues/${number}`],
        [head?.sha ?? "", pull.head.sha],
      ),
      id: pull.id,
      node_id: nodeId("PullRequest", pull.id),
      number,
      state: pull.state,
      title: pull.title,
      user: presentAuthor(baseUrl, pull.author),
      body: pull.body,
      labels: pull.labels.map((name) => presentLabel(baseUrl, repository, labelOf(repository, name))),
      draft: pull.draft,
      created_at: pull.createdAt,
      updated_at: pull.updatedAt,
      closed_at: pull.closedAt,
      merged_at: null,
      merged: false,
      mergeable: true,
      mergeable_state: "clean",
      rebaseable: true,
      head: presentTip(baseUrl, pull.head),
      base: presentTip(baseUrl, pull.base),
      author_association: authorAssociation(repository, pull.author.login),
      maintainer_can_modify: roleOf(repository, pull.author.login) === "read",
      auto_merge: null,
      comments: [...repository.comments.values()].filter(inThread).length,
      review_comments: [...repository.reviewComments.values()].filter(inThread).length,
      commits: pull.commits,
      additions: sum("additions"),
      deletions: sum("deletions"),
      changed_files: pull.files.length,
    };
  };
}
