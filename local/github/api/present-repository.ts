import type { Examples } from "../state/examples.ts";
import { nodeId } from "../state/ids.ts";
import type { Label, Repository } from "../state/records.ts";
import { createExampleTemplate } from "./example-template.ts";
import { presentUser } from "./present-user.ts";

export type PresentRepository = (base: string, repository: Repository) => Record<string, unknown>;

/** Returns a function that presents a repository for payloads and the API, with every field of GitHub's example. */
export function createPresentRepository(examples: Examples): PresentRepository {
  const template = createExampleTemplate(examples.payload("pull_request", "repository").repository ?? {});
  return (base, repository) => ({
    ...template(base, repository.fullName),
    id: repository.id,
    node_id: nodeId("Repository", repository.id),
    name: repository.name,
    full_name: repository.fullName,
    private: repository.private,
    visibility: repository.private ? "private" : "public",
    owner: presentUser(base, repository.owner),
    description: repository.description,
    default_branch: repository.defaultBranch,
    created_at: repository.createdAt,
    updated_at: repository.createdAt,
    pushed_at: repository.createdAt,
    has_discussions: false,
    open_issues_count: repository.pulls.size,
    open_issues: repository.pulls.size,
  });
}

export function presentLabel(base: string, repository: Repository, label: Label) {
  return {
    id: label.id,
    node_id: nodeId("Label", label.id),
    url: `${base}/repos/${repository.fullName}/labels/${encodeURIComponent(label.name)}`,
    name: label.name,
    color: label.color,
    default: false,
    description: label.description,
  };
}
