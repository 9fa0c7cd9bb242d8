/** Returns `owner` and `repo`, as Octokit's routes name them, of a repository's `owner/name`. */
export function repositoryOf({ repo }: { repo: string }): { owner: string; repo: string } {
  const [owner = "", name = ""] = repo.split("/");
  return { owner, repo: name };
}

/** Options of a write: tried once. */
export const once = { request: { retries: 0 } };
