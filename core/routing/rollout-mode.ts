import type { JobMode } from "../jobs/job-mode.ts";
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

/** `off` does nothing; of the job modes only `active` posts. */
type Rollout = "off" | JobMode;

export interface RolloutDecision {
  mode: Rollout;
  /** 1-based position of the deciding rule; null for the default. */
  rule: number | null;
  /** Percentage of active requests, 0 to 100; null without a canary. */
  percentage: number | null;
}

/** Returns the mode of the first matching rule, or the default. A canary is `active` for its percentage of intents. */
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
 * Returns the fixed position of an intent between 0 and 100. It is the same for all percentages, so that an intent within
 * 10 % is also within 25 %. Returns NaN, which is within no percentage, for a key that is not hexadecimal.
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
