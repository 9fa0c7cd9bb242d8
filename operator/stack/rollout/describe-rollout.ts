import type { RolloutVersion } from "../../../core/routing/rollout-store.ts";
import type { RolloutPolicy, RolloutRule } from "../../../core/routing/routing-policy.ts";

/** Describes a rollout, one numbered line for each rule, in the order of evaluation; one line if it has no rules. */
export function describePolicy({ default: mode, canary_percentage, rules }: RolloutPolicy): string[] {
  const rest = describeMode({ mode, percentage: canary_percentage });
  if (rules.length === 0) return [`everything: ${rest}`];
  return [...rules.map(describeRule), `everything else: ${rest}`].map((line, n) => `${n + 1}. ${line}`);
}

/** Returns `octo-org/*, /security: shadow`. */
export function describeRule(rule: RolloutRule): string {
  return `${describeWhen(rule.when)}: ${describeMode(rule)}`;
}

/** Returns `octo-org/*, /security`; `everything else` for the default. */
export function describeWhen({ repos = [], events = [], commands = [] }: RolloutRule["when"]): string {
  const parts = [repos.join(" or "), events.join(" or "), commands.map((name) => `/${name}`).join(" or ")];
  return parts.filter((part) => part !== "").join(", ") || "everything else";
}

/** Returns the mode in words, for a canary with its percentage. */
export function describeMode({ mode, percentage = 0 }: Pick<RolloutRule, "mode" | "percentage">): string {
  return mode === "canary" ? `active for ${percentage} % of the requests, shadow for the others` : mode;
}

/** Returns a version for JSON output, with the policy in force, even if it is the deployed one. */
export function presentRollout(version: RolloutVersion | null, deployed: RolloutPolicy) {
  return {
    version: version?.version ?? 0,
    deployed: !version?.policy,
    policy: version?.policy ?? deployed,
    changed_at: version?.changed_at ?? null,
    changed_by: version?.changed_by ?? null,
    reason: version?.reason ?? null,
    back_to: version?.back_to ?? null,
  };
}
