import { anyMatches } from "./glob.ts";
import type { RoutingPolicy } from "./routing-policy.ts";

/** Returns whether a repository (`owner/name`) is on the allow list. */
export function repositoryAllowed(
  { repositories }: Pick<RoutingPolicy, "repositories">,
  repo: string,
): boolean {
  return matchesRepository(repositories.allow, repo);
}

/** Matches `owner/name` against globs, ignoring case as GitHub does. */
export function matchesRepository(patterns: readonly string[], repo: string): boolean {
  return anyMatches(
    patterns.map((pattern) => pattern.toLowerCase()),
    [repo.toLowerCase()],
  );
}
