import { createHash } from "node:crypto";
import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { decideRollout, type RolloutFacts } from "../../../../core/routing/rollout-mode.ts";
import type { RolloutPolicy } from "../../../../core/routing/routing-policy.ts";

function intentKey(seed: number | string): string {
  return createHash("sha256").update(String(seed)).digest("hex");
}

function facts(changes: Partial<RolloutFacts> = {}): RolloutFacts {
  return {
    repo: "octo-org/site",
    event_type: "issue_comment",
    command: "review",
    intent_key: intentKey(1),
    ...changes,
  };
}

function decide(rollout: Partial<RolloutPolicy>, changes: Partial<RolloutFacts> = {}) {
  return decideRollout(
    { rollout: { default: "active", canary_percentage: 0, rules: [], ...rollout } },
    facts(changes),
  );
}

const mode = (...given: Parameters<typeof decide>) => decide(...given).mode;

describe("which rule decides", () => {
  test("the default if no rule matches", () => {
    for (const name of ["off", "shadow", "shadow-run", "active"] as const)
      expect(mode({ default: name })).toBe(name);
  });

  test("the first rule whose conditions are all met", () => {
    const rules: RolloutPolicy["rules"] = [
      { when: { repos: ["octo-org/*"], commands: ["security"] }, mode: "off" },
      { when: { events: ["pull_request_review"] }, mode: "off" },
      { when: { repos: ["Octo-Org/*"], commands: ["review"], events: ["issue_comment"] }, mode: "shadow" },
      { when: { repos: ["**"] }, mode: "off" },
    ];
    expect(mode({ rules })).toBe("shadow");
    expect(mode({ rules }, { command: "security" })).toBe("off");
    expect(mode({ rules: rules.slice(0, 3) }, { repo: "other/site" })).toBe("active");
  });

  test("a rule's canary has its own percentage", () => {
    const rollout: Partial<RolloutPolicy> = { default: "canary", canary_percentage: 0 };
    const rules: RolloutPolicy["rules"] = [
      { when: { commands: ["review"] }, mode: "canary", percentage: 100 },
    ];
    expect(mode({ ...rollout, rules })).toBe("active");
    expect(mode({ ...rollout, rules }, { command: "docs" })).toBe("shadow");
  });
});

describe("canary", () => {
  const percentage = fc.double({ min: 0, max: 100, noNaN: true });

  test("an intent within a percentage is also within a larger one", () => {
    fc.assert(
      fc.property(fc.string(), percentage, percentage, (seed, one, other) => {
        const key = { intent_key: intentKey(seed) };
        const smaller = mode({ default: "canary", canary_percentage: Math.min(one, other) }, key);
        const larger = mode({ default: "canary", canary_percentage: Math.max(one, other) }, key);
        expect([smaller, larger]).not.toEqual(["active", "shadow"]);
      }),
    );
  });

  test.each([1, 10, 25, 50, 90])("%i % is about this share of the intents", (share) => {
    const keys = Array.from({ length: 10_000 }, (_, seed) => intentKey(seed));
    const rollout: Partial<RolloutPolicy> = { default: "canary", canary_percentage: share };
    const active = keys.filter((intent_key) => mode(rollout, { intent_key }) === "active");
    expect(Math.abs(active.length / 100 - share)).toBeLessThan(1.5);
  });

  test("0 % is no intent, 100 % is every intent, at the ends of the scale too", () => {
    const ends = ["0".repeat(64), "f".repeat(64), "F".repeat(64)];
    for (const intent_key of ends) {
      expect(mode({ default: "canary", canary_percentage: 0 }, { intent_key })).toBe("shadow");
      expect(mode({ default: "canary", canary_percentage: 100 }, { intent_key })).toBe("active");
    }
  });

  test("a key that is not hexadecimal is never active", () => {
    expect(mode({ default: "canary", canary_percentage: 100 }, { intent_key: "not a key" })).toBe("shadow");
    expect(mode({ default: "canary", canary_percentage: 100 }, { intent_key: "" })).toBe("shadow");
  });
});

describe("the decision", () => {
  const rules: RolloutPolicy["rules"] = [
    { when: { commands: ["security"] }, mode: "off" },
    { when: { repos: ["**"] }, mode: "canary", percentage: 100 },
  ];

  test("contains the position of the rule, and the percentage of a canary", () => {
    expect(decide({ rules }, { command: "security" })).toEqual({ mode: "off", rule: 1, percentage: null });
    expect(decide({ rules })).toEqual({ mode: "active", rule: 2, percentage: 100 });
  });

  test("contains no rule for the default", () => {
    expect(decide({ default: "shadow" })).toEqual({ mode: "shadow", rule: null, percentage: null });
    expect(decide({ default: "canary" })).toEqual({ mode: "shadow", rule: null, percentage: 0 });
  });
});
