import type { Permission } from "../../../core/github/permission.ts";
import type { ExampleRepository } from "./examples.ts";
import { stableId } from "./ids.ts";
import type { Label, Repository } from "./records.ts";
import { timestamp } from "./timestamps.ts";
import type { Users } from "./users.ts";

export function emptyRepository(
  users: Users,
  owner: string,
  name: string,
  example: ExampleRepository | undefined,
): Repository {
  const type = example?.owner.type === "Organization" ? "Organization" : undefined;
  return {
    id: example?.id ?? stableId(`${owner}/${name}`),
    owner: users.user(owner, type, example?.owner.id),
    name,
    fullName: `${owner}/${name}`,
    private: false,
    description: null,
    defaultBranch: example?.default_branch ?? "main",
    createdAt: timestamp(),
    roles: new Map([[owner.toLowerCase(), "admin"]]),
    files: new Map(),
    labels: new Map(),
    pulls: new Map(),
    comments: new Map(),
    reviewComments: new Map(),
    reviews: new Map(),
    checkRuns: new Map(),
    workflowRuns: new Map(),
    secrets: new Map(),
    deleted: new Set(),
  };
}

/** Returns a user's role: admin for the owner, read for users without a granted role. */
export function roleOf(repository: Repository, login: string): Permission {
  return repository.roles.get(login.toLowerCase()) ?? "read";
}

export function grantRole(repository: Repository, login: string, role: Permission): void {
  repository.roles.set(login.toLowerCase(), role);
}

const colours = ["0e8a16", "1d76db", "b60205", "d93f0b", "5319e7", "006b75", "fbca04"];

/** Returns a label and creates an unknown one, as GitHub does when a label is added to an issue. */
export function labelOf(repository: Repository, name: string): Label {
  const known = repository.labels.get(name.toLowerCase());
  if (known) return known;
  const id = stableId(`${repository.fullName}:${name}`);
  const label = { id, name, color: colours[id % colours.length] ?? "ededed", description: "" };
  repository.labels.set(name.toLowerCase(), label);
  return label;
}
