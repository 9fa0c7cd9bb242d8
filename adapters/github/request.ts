/** Splits a repository's `owner/name` into the parameters of Octokit's routes. */
export function repositoryOf({ repo }: { repo: string }): { owner: string; repo: string } {
  const [owner = "", name = ""] = repo.split("/");
  return { owner, repo: name };
}

/** Options of a write: one attempt. */
export const once = { request: { retries: 0 } };
