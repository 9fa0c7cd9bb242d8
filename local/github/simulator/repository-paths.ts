import type { GitHubStore } from "../state/github-store.ts";

export type RepositoryPath =
  /** The path with the repository's current name, as GitHub's OpenAPI description has it. */
  | { kind: "serve"; url: string }
  /** The repository has been renamed or transferred. */
  | { kind: "redirect"; location: string }
  | { kind: "unknown" };

const byId = /^\/repositories\/(\d+)(?=[/?]|$)/;
const byName = /^\/repos\/([^/?]+)\/([^/?]+)/;

/** Resolves the repository in a path: GitHub accepts its ID, its current name and its former names. */
export function repositoryPath(store: GitHubStore, url: string): RepositoryPath {
  const [prefix = "", id] = byId.exec(url) ?? [];
  if (id) {
    const repository = store.repositories().find((one) => one.id === Number(id));
    if (!repository) return { kind: "unknown" };
    return { kind: "serve", url: `/repos/${repository.fullName}${url.slice(prefix.length)}` };
  }
  const [named = "", owner = "", name = ""] = byName.exec(url) ?? [];
  const moved = named ? store.former(`${owner}/${name}`) : undefined;
  if (!moved) return { kind: "serve", url };
  return { kind: "redirect", location: `/repositories/${moved.id}${url.slice(named.length)}` };
}
