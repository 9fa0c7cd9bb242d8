import { matchesRepository } from "./repository-allowed.ts";
import type { RolloutRule, RoutingPolicy } from "./routing-policy.ts";

export interface RolloutFacts {
  /** `owner/name`. */
  repo: string;
  event_type: string;
  command: string;
  /** Hexadecimal SHA-256. */
  intent_key: string;
}

/** What is done with an intent: nothing, all but effects, or all. */
export type Rollout = "off" | "shadow" | "active";

export interface RolloutDecision {
  mode: Rollout;
  /** Place of the rule that decided, from 1; null when it was the default. */
  rule: number | null;
  /** Share of the requests that are active, 0 to 100; null where no canary is. */
  percentage: number | null;
}

/** The first rule that matches decides, otherwise the default. A canary answers `active` for its share. */
export function decideRollout(
  { rollout }: Pick<RoutingPolicy, "rollout">,
  facts: RolloutFacts,
): RolloutDecision {
  const found = rollout.rules.findIndex(({ when }) => matches(when, facts));
  const rule = rollout.rules[found];
  const place = rule ? found + 1 : null;
  const mode = rule?.mode ?? rollout.default;
  if (mode !== "canary") return { mode, rule: place, percentage: null };
  const percentage = rule ? (rule.percentage ?? 0) : rollout.canary_percentage;
  return {
    mode: placeOf(facts.intent_key) < percentage ? "active" : "shadow",
    rule: place,
    percentage,
  };
}

/**
 * The fixed place of an intent between 0 and 100. One place for all percentages, so that whoever is inside 10 %
 * stays inside 25 %. NaN, which is inside no percentage, for a key that is not hexadecimal.
 */
function placeOf(intentKey: string): number {
  const head = /^[0-9a-f]{8}/i.exec(intentKey)?.[0] ?? "";
  return (Number.parseInt(head, 16) / 2 ** 32) * 100;
}

function matches(when: RolloutRule["when"], { repo, event_type, command }: RolloutFacts): boolean {
  return (
    (when.repos === undefined || matchesRepository(when.repos, repo)) &&
    (when.events === undefined || when.events.includes(event_type)) &&
    (when.commands === undefined || when.commands.includes(command))
  );
}
