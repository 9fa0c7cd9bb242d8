import type { PullRequestTarget } from "../github/pull-request.ts";
import type { RepositoryReader } from "../github/repository-reader.ts";
import type { RoutingPolicy } from "../routing/routing-policy.ts";

/**
 * Returns the repository's present name if the policy uses names: the repository may have been renamed or transferred
 * since the webhook, and a forged payload may name another repository than its ID does. Otherwise returns the webhook's
 * name.
 */
export async function presentName(
  target: PullRequestTarget,
  { policy, reader }: { policy: RoutingPolicy; reader: Pick<RepositoryReader, "pullRequest"> },
): Promise<string> {
  return goesByName(policy) ? (await reader.pullRequest(target)).repo : target.repo;
}

function goesByName({ repositories, rollout, rules }: RoutingPolicy): boolean {
  const named = [...rollout.rules, ...rules].some(({ when }) => when.repos !== undefined);
  return named || !repositories.allow.includes("**");
}
