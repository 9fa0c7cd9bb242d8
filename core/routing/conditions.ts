import { anyMatches } from "./glob.ts";
import { matchesRepository } from "./repository-allowed.ts";
import type { RoutingConditions } from "./routing-policy.ts";

/** Facts about a command and its pull request. */
export interface RoutingFacts {
  /** `owner/name`. */
  repo: string;
  base_branch: string;
  /** Lower case, without the slash. */
  command: string;
  labels: string[];
  /** Changed files. */
  paths: string[];
  /** Owners of the changed files according to CODEOWNERS. */
  owners: string[];
}

function anyEqual(wanted: readonly string[], found: readonly string[]): boolean {
  const lower = new Set(found.map((name) => name.toLowerCase()));
  return wanted.some((name) => lower.has(name.toLowerCase()));
}

const checks: {
  [Name in keyof RoutingConditions]-?: (wanted: readonly string[], facts: RoutingFacts) => boolean;
} = {
  repos: (wanted, { repo }) => matchesRepository(wanted, repo),
  commands: (wanted, { command }) => wanted.includes(command),
  base_branches: (wanted, { base_branch }) => anyMatches(wanted, [base_branch]),
  labels: (wanted, { labels }) => anyEqual(wanted, labels),
  paths: (wanted, { paths }) => anyMatches(wanted, paths),
  owners: (wanted, { owners }) => anyEqual(wanted, owners),
};

type Condition = keyof RoutingConditions;

/** Ordered by cost. */
const conditionNames = ["repos", "commands", "base_branches", "labels", "paths", "owners"] as const;

/** Returns the conditions that are not met; empty if the rule matches. `only` limits the check to known facts. */
export function failedConditions(
  when: RoutingConditions,
  facts: RoutingFacts,
  only: readonly Condition[] = conditionNames,
): Condition[] {
  return only.filter((name) => {
    const wanted = when[name];
    return wanted !== undefined && !checks[name](wanted, facts);
  });
}
