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

/** The first rule that matches decides, otherwise the default. A canary answers `active` for its share. */
export function rolloutMode({ rollout }: Pick<RoutingPolicy, "rollout">, facts: RolloutFacts): Rollout {
  const rule = rollout.rules.find(({ when }) => matches(when, facts));
  const mode = rule?.mode ?? rollout.default;
  if (mode !== "canary") return mode;
  const percentage = rule ? (rule.percentage ?? 0) : rollout.canary_percentage;
  return placeOf(facts.intent_key) < percentage ? "active" : "shadow";
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
