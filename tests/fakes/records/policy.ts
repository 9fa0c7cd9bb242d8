import type { RoutingPolicy } from "../../../core/routing/routing-policy.ts";

export function aPolicy(change: Partial<RoutingPolicy> = {}): RoutingPolicy {
  return {
    version: 1,
    repositories: { allow: ["**"] },
    triggers: ["created", "submitted"],
    bots: { allow: [] },
    hints: { never_for: [] },
    rollout: { default: "active", canary_percentage: 0, rules: [] },
    rules: [],
    ...change,
  };
}
