import { anyMatches } from "./glob.ts";
import type { RoutingPolicy } from "./routing-policy.ts";

/** Whether a repository (`owner/name`) is on the allow list. GitHub's names do not differ by case. */
export function repositoryAllowed(
  { repositories }: Pick<RoutingPolicy, "repositories">,
  repo: string,
): boolean {
  return matchesRepository(repositories.allow, repo);
}

export function matchesRepository(patterns: readonly string[], repo: string): boolean {
  return anyMatches(
    patterns.map((pattern) => pattern.toLowerCase()),
    [repo.toLowerCase()],
  );
}
