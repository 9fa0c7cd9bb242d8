import { describe, expect, test } from "@jest/globals";
import type { RoutingFacts } from "../../../../core/routing/conditions.ts";
import { factsNeeded } from "../../../../core/routing/facts-needed.ts";
import { repositoryAllowed } from "../../../../core/routing/repository-allowed.ts";
import { route } from "../../../../core/routing/route.ts";
import type { RoutingConditions } from "../../../../core/routing/routing-policy.ts";
import { anEmployee, aPolicy, aRule } from "./policy.ts";

const roster = [
  anEmployee("architecture"),
  anEmployee("backend", { commands: ["review", "backend"] }),
  anEmployee("security", { commands: ["security", "sec"] }),
  anEmployee("help"),
];

function facts(changes: Partial<RoutingFacts> = {}): RoutingFacts {
  return {
    repo: "Octo-Org/site",
    base_branch: "main",
    command: "review",
    labels: ["Needs Security"],
    paths: ["src/a.ts", "infra/main.tf"],
    owners: ["@octo-org/Ops"],
    ...changes,
  };
}

describe("conditions", () => {
  const cases: [RoutingConditions, boolean][] = [
    [{ repos: ["octo-org/*"] }, true],
    [{ repos: ["other/*"] }, false],
    [{ repos: ["other/*", "octo-org/SITE"] }, true],
    [{ base_branches: ["main", "release/**"] }, true],
    [{ base_branches: ["Main"] }, false],
    [{ commands: ["review"] }, true],
    [{ commands: ["security"] }, false],
    [{ labels: ["needs security"] }, true],
    [{ labels: ["needs*"] }, false],
    [{ paths: ["infra/**"] }, true],
    [{ paths: ["infra/*.yml", ".github/**"] }, false],
    [{ owners: ["@Octo-Org/ops"] }, true],
    [{ owners: ["@octo-org/dev"] }, false],
    [{ commands: ["review"], paths: ["infra/**"] }, true],
    [{ commands: ["review"], paths: ["docs/**"] }, false],
  ];
  test.each(cases)("%j: %s", (when, holds) => {
    const routed = route(aPolicy({ rules: [aRule(when, ["security"])] }), roster, facts());
    expect(routed.employees).toEqual(holds ? ["security"] : ["backend"]);
    expect(routed.rule).toBe(holds ? "rule" : null);
  });
});

describe("route", () => {
  test("the first matching rule decides, and the reasons list the rules before it", () => {
    const rules = [
      aRule({ paths: ["docs/**"], labels: ["x"] }, ["architecture"], "docs"),
      aRule({ paths: ["infra/**"] }, ["security", "architecture"], "infra"),
      aRule({ commands: ["review"] }, ["architecture"], "late"),
    ];
    expect(route(aPolicy({ rules }), roster, facts())).toEqual({
      employees: ["security", "architecture"],
      rule: "infra",
      reasons: ['Rule "docs" does not apply: labels, paths differ.', 'Rule "infra" matches.'],
    });
  });

  test("without a rule, an employee answers its commands and aliases", () => {
    expect(route(aPolicy(), roster, facts({ command: "sec" }))).toEqual({
      employees: ["security"],
      rule: null,
      reasons: ["No rule matches: `/sec` is handled by `security`."],
    });
  });

  test("an unlisted command has no employee, even with a rule for all commands", () => {
    const policy = aPolicy({ rules: [aRule({ repos: ["**"] }, ["security"])] });
    expect(route(policy, roster, facts({ command: "deploy" }))).toMatchObject({ employees: [], rule: null });
  });

  test("a reserved command is never routed to another employee", () => {
    const policy = aPolicy({ rules: [aRule({ repos: ["**"] }, ["security"])] });
    expect(route(policy, roster, facts({ command: "help" }))).toMatchObject({
      employees: ["help"],
      rule: null,
    });
  });
});

describe("factsNeeded", () => {
  const nothing = { base_branch: false, labels: false, paths: false, owners: false };
  const everything = aRule({ labels: ["x"], paths: ["x"], owners: ["@x"] }, ["security"]);
  const cases: [string, Parameters<typeof aRule>[0][], typeof nothing][] = [
    ["no rules", [], nothing],
    ["paths", [{ paths: ["x"] }], { ...nothing, paths: true }],
    ["labels", [{ labels: ["x"] }], { ...nothing, labels: true }],
    ["owners are found from paths", [{ owners: ["@x"] }], { ...nothing, paths: true, owners: true }],
    ["several rules", [{ labels: ["x"] }, { paths: ["x"] }], { ...nothing, labels: true, paths: true }],
    ["another command", [{ commands: ["security"], ...everything.when }], nothing],
    ["another repository", [{ repos: ["other/*"], ...everything.when }], nothing],
    ["after a rule that certainly matches", [{ commands: ["review"] }, everything.when], nothing],
    [
      "after a rule that may match",
      [{ base_branches: ["main"] }, { paths: ["x"] }],
      { ...nothing, base_branch: true, paths: true },
    ],
  ];
  test.each(cases)("%s", (_, conditions, needed) => {
    const rules = conditions.map((when, index) => aRule(when, ["security"], `rule-${index}`));
    expect(factsNeeded({ rules }, "review", "octo-org/site")).toEqual(needed);
  });

  test("a reserved command needs no facts", () => {
    expect(factsNeeded({ rules: [everything] }, "help", "octo-org/site")).toEqual(nothing);
  });
});

describe("repositoryAllowed", () => {
  const cases: [string[], string, boolean][] = [
    [["**"], "octo-org/site", true],
    [["octo-org/*"], "Octo-Org/Site", true],
    [["octo-org/*"], "octo-org-evil/site", false],
    [["*/site", "a/b"], "a/b", true],
    [["*"], "a/b", false],
    [[], "a/b", false],
  ];
  test.each(cases)("%j allows %s: %s", (allow, repo, allowed) => {
    expect(repositoryAllowed({ repositories: { allow } }, repo)).toBe(allowed);
  });
});
