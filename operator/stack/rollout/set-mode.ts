import type { CommentKind } from "../../../core/github/pull-request.ts";
import type { RolloutVersion } from "../../../core/routing/rollout-store.ts";
import type { RolloutMode, RolloutPolicy, RolloutRule } from "../../../core/routing/routing-policy.ts";
import { isSameWhen } from "./rule-scope.ts";

/** The part of the requests that a mode is set for; empty lists for everything. */
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

/**
 * Returns the version to which `rollout back` returns: the one in force before the last change that is not undone yet.
 * 0 is the deployed rollout; null if every change is undone. Stops at a gap in the history.
 */
export function versionToRestore(
  history: readonly Pick<RolloutVersion, "version" | "back_to">[],
): number | null {
  // A version that undid a change counts as the version that it restored.
  const restoredBy = new Map(history.map(({ version, back_to }) => [version, back_to ?? version]));
  const newest = Math.max(0, ...restoredBy.keys());
  const now = restoredBy.get(newest) ?? 0;
  if (now === 0) return null;
  return restoredBy.get(now - 1) ?? 0;
}
