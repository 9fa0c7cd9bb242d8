import type { PullRequestTarget } from "../github/pull-request.ts";
import type { RepositoryReader } from "../github/repository-reader.ts";
import type { RoutingFacts } from "../routing/conditions.ts";
import { factsNeeded } from "../routing/facts-needed.ts";
import { ownersOf } from "../routing/owners-of.ts";
import type { RoutingPolicy } from "../routing/routing-policy.ts";

/** Reads from GitHub what the routing rules need to know about a pull request, and nothing else. */
export async function readRoutingFacts(
  target: PullRequestTarget,
  command: string,
  { policy, reader }: { policy: RoutingPolicy; reader: RepositoryReader },
): Promise<RoutingFacts> {
  const { repo } = target;
  const needed = factsNeeded(policy, command, repo);
  if (!Object.values(needed).includes(true)) {
    return { repo, command, base_branch: "", labels: [], paths: [], owners: [] };
  }
  const [pull, changed] = await Promise.all([
    reader.pullRequest(target),
    needed.paths ? reader.changedFiles(target) : { files: [] },
  ]);
  const paths = changed.files.map(({ path }) => path);
  const codeowners = needed.owners ? await reader.codeowners(target, pull.base_branch) : null;
  return {
    repo,
    command,
    base_branch: pull.base_branch,
    labels: pull.labels,
    paths,
    owners: codeowners === null ? [] : ownersOf(codeowners, paths),
  };
}

/**
 * Returns the repository's current name if the policy uses names: the repository may have been renamed or transferred
 * since the webhook, and a forged payload may name another repository than its ID does. Otherwise returns the webhook's
 * name.
 */
export async function currentName(
  target: PullRequestTarget,
  { policy, reader }: { policy: RoutingPolicy; reader: Pick<RepositoryReader, "pullRequest"> },
): Promise<string> {
  return goesByName(policy) ? (await reader.pullRequest(target)).repo : target.repo;
}

function goesByName({ repositories, rollout, rules }: RoutingPolicy): boolean {
  const named = [...rollout.rules, ...rules].some(({ when }) => when.repos !== undefined);
  return named || !repositories.allow.includes("**");
}
