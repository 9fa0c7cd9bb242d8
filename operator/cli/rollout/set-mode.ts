import type { CommentKind } from "../../../functions/core/github/comment-kinds.ts";
import type {
  RolloutMode,
  RolloutPolicy,
  RolloutRule,
} from "../../../functions/core/routing/routing-policy.ts";

/** What a mode is set for; nothing: everything. */
export interface RolloutScope {
  repos: string[];
  events: CommentKind[];
  commands: string[];
}

/**
 * The rollout with that mode. For everything, it replaces the default and every rule: what is said is what holds. For a
 * part, its rule is asked first; an earlier rule for the same part goes.
 */
export function setMode(
  policy: RolloutPolicy,
  mode: RolloutMode,
  percentage: number | null,
  { repos, events, commands }: RolloutScope,
): RolloutPolicy {
  const when: RolloutRule["when"] = {
    ...(repos.length > 0 && { repos }),
    ...(events.length > 0 && { events }),
    ...(commands.length > 0 && { commands }),
  };
  if (Object.keys(when).length === 0) {
    return { default: mode, canary_percentage: percentage ?? 0, rules: [] };
  }
  const rule: RolloutRule = { when, mode, ...(percentage !== null && { percentage }) };
  const others = policy.rules.filter(
    (one) => JSON.stringify(sorted(one.when)) !== JSON.stringify(sorted(when)),
  );
  return { ...policy, rules: [rule, ...others] };
}

/** The order of names in a condition says nothing. */
function sorted({ repos, events, commands }: RolloutRule["when"]) {
  return [repos, events, commands].map((names) => names?.toSorted() ?? []);
}
