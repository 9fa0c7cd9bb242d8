import { routing } from "../../../functions/core/generated/routing.ts";
import type { RolloutVersion } from "../../../functions/core/routing/rollout-store.ts";
import type { RolloutPolicy, RolloutRule } from "../../../functions/core/routing/routing-policy.ts";

/** What is in force, one line a rule, in the order in which they are asked. */
export function describeRollout(version: RolloutVersion | null): string[] {
  const { default: mode, canary_percentage, rules } = version?.policy ?? routing.rollout;
  const everything = { when: {}, mode, percentage: canary_percentage };
  return [...rules, everything].map(
    (rule, n) => `${n + 1}. ${describeWhen(rule.when)}: ${describeMode(rule)}`,
  );
}

/** `octo-org/*, /security`; `everything else` for what the default is for. */
export function describeWhen({ repos = [], events = [], commands = [] }: RolloutRule["when"]): string {
  const parts = [repos.join(" or "), events.join(" or "), commands.map((name) => `/${name}`).join(" or ")];
  return parts.filter((part) => part !== "").join(", ") || "everything else";
}

export function describeMode({ mode, percentage = 0 }: Pick<RolloutRule, "mode" | "percentage">): string {
  return mode === "canary" ? `active for ${percentage} % of the requests, shadow for the others` : mode;
}

/** For scripts; the policy is the one in force, also when it is the deployed one. */
export function presentRollout(version: RolloutVersion | null) {
  const policy: RolloutPolicy = version?.policy ?? routing.rollout;
  return {
    version: version?.version ?? 0,
    deployed: !version?.policy,
    policy,
    changed_at: version?.changed_at ?? null,
    changed_by: version?.changed_by ?? null,
    reason: version?.reason ?? null,
  };
}
