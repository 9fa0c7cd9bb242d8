import type { CommentKind } from "../../../core/github/pull-request.ts";
import type { RolloutMode, RolloutPolicy, RolloutRule } from "../../../core/routing/routing-policy.ts";
import { isSameWhen } from "./rule-scope.ts";

/** What a mode is set for; nothing: everything. */
export interface RolloutScope {
  repos: string[];
  events: CommentKind[];
  commands: string[];
}

/**
 * Returns the rollout with that mode. For everything, it replaces the default and every rule; for a part, its rule
 * comes first. With `keepRules` the other rules stay in force: for everything only the default changes, and the rule of
 * a part comes last, unless it has a place already. An earlier rule for the same part is replaced.
 */
export function setMode(
  policy: RolloutPolicy,
  mode: RolloutMode,
  percentage: number | null,
  { repos, events, commands, keepRules = false }: RolloutScope & { keepRules?: boolean },
): RolloutPolicy {
  const when: RolloutRule["when"] = {
    ...(repos.length > 0 && { repos }),
    ...(events.length > 0 && { events }),
    ...(commands.length > 0 && { commands }),
  };
  if (Object.keys(when).length === 0) {
    return { default: mode, canary_percentage: percentage ?? 0, rules: keepRules ? policy.rules : [] };
  }
  const rule: RolloutRule = { when, mode, ...(percentage !== null && { percentage }) };
  const place = policy.rules.findIndex((one) => isSameWhen(one.when, when));
  const others = policy.rules.filter((_one, n) => n !== place);
  if (!keepRules) return { ...policy, rules: [rule, ...others] };
  return { ...policy, rules: place < 0 ? [...others, rule] : policy.rules.with(place, rule) };
}
