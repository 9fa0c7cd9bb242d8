import { isReservedCommand } from "../commands/command-names.ts";
import { failedConditions } from "./conditions.ts";
import type { RoutingPolicy } from "./routing-policy.ts";

/** Facts that `route` needs from GitHub. Owners are derived from paths, so they need both. */
interface FactsNeeded {
  base_branch: boolean;
  labels: boolean;
  paths: boolean;
  owners: boolean;
}

/** Returns the facts that rules need which may match this command in this repository, up to one that certainly does. */
export function factsNeeded(
  policy: Pick<RoutingPolicy, "rules">,
  command: string,
  repo: string,
): FactsNeeded {
  const needed: FactsNeeded = { base_branch: false, labels: false, paths: false, owners: false };
  if (isReservedCommand(command)) return needed;

  const known = { repo, command, base_branch: "", labels: [], paths: [], owners: [] };
  for (const { when } of policy.rules) {
    if (failedConditions(when, known, ["repos", "commands"]).length > 0) continue;
    if (!("base_branches" in when || "labels" in when || "paths" in when || "owners" in when)) break;
    needed.base_branch ||= when.base_branches !== undefined;
    needed.labels ||= when.labels !== undefined;
    needed.paths ||= when.paths !== undefined || when.owners !== undefined;
    needed.owners ||= when.owners !== undefined;
  }
  return needed;
}
