import { isDeepStrictEqual } from "node:util";
import type { RolloutPolicy, RolloutRule } from "../../../core/routing/routing-policy.ts";
import { describeMode, describeRule, describeWhen } from "./describe-rollout.ts";
import { covers, isSameWhen, overlaps } from "./rule-scope.ts";

type When = RolloutRule["when"];

/** Describes what a new rollout changes, a line each: the default, added, removed and overridden rules. */
export function rolloutEffects(before: RolloutPolicy, after: RolloutPolicy): string[] {
  const was = new Map(before.rules.map((rule) => [rule, find(after.rules, rule.when)]));
  const dropped = before.rules.filter((rule) => !was.get(rule));
  const changed = after.rules.filter((rule) => {
    const earlier = find(before.rules, rule.when);
    return !earlier || describeMode(earlier) !== describeMode(rule);
  });
  const rest = (policy: RolloutPolicy) => modeFor({ ...policy, rules: [] }, {});
  const others = before.rules.length + after.rules.length === 0 ? "everything" : "everything else";
  return [
    ...changed.map(({ when }) => line(when, before, after, find(before.rules, when) ? "" : " (a new rule)")),
    ...dropped.map(({ when }) => line(when, before, after, " (its rule is removed)")),
    ...(rest(before) === rest(after) ? [] : [`${others}: ${rest(before)} → ${rest(after)}`]),
    ...overridden(before, after),
  ];
}

function line(when: When, before: RolloutPolicy, after: RolloutPolicy, note: string): string {
  const [from, to] = [modeFor(before, when), modeFor(after, when)];
  return `${describeWhen(when)}: ${from === to ? `stays ${to}` : `${from} → ${to}`}${note}`;
}

/** Returns the mode of matching requests, if one rule or the default decides all of them. */
function modeFor({ default: mode, canary_percentage, rules }: RolloutPolicy, when: When): string {
  const first = rules.find((rule) => overlaps(rule.when, when));
  if (!first) return describeMode({ mode, percentage: canary_percentage });
  return covers(first.when, when) ? describeMode(first) : "as the rules say";
}

/** Describes kept rules that another rule now precedes. */
function overridden(before: RolloutPolicy, after: RolloutPolicy): string[] {
  return after.rules.flatMap((rule, place) => {
    const earlier = find(before.rules, rule.when);
    if (!earlier) return [];
    const above = (rules: RolloutRule[], end: number) =>
      rules.slice(0, end).filter((one) => overlaps(one.when, rule.when));
    const known = above(before.rules, before.rules.indexOf(earlier));
    return above(after.rules, place)
      .filter((one) => describeMode(one) !== describeMode(rule))
      .filter((one) => !known.some((other) => isDeepStrictEqual(other, one)))
      .map((one) => `"${describeRule(one)}" now comes before "${describeRule(rule)}", where both match`);
  });
}

const find = (rules: RolloutRule[], when: When): RolloutRule | undefined =>
  rules.find((rule) => isSameWhen(rule.when, when));
