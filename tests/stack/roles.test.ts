import { describe, expect, test } from "@jest/globals";
import { packageService } from "./packaging/package-service.ts";
import { type Statement, statementsOf } from "./packaging/statements.ts";
import { at, functionsOf, type Json, ofType } from "./packaging/template.ts";
import { functionGrants, type Grants, grantsOfEvery, serviceGrants } from "./roles/grants.ts";

const packages = await packageService();

describe.each(packages)("roles of $stage", ({ template }) => {
  const functions = functionsOf(template);
  const statements = statementsOf(template);

  test("belong to one function each", () => {
    const roles = functions.map(({ roleId }) => roleId);

    expect(new Set(roles).size).toBe(functions.length);
    expect(template.Resources).not.toHaveProperty("IamRoleLambdaExecution");
    expect(JSON.stringify(template)).not.toContain('"IamRoleLambdaExecution"');
  });

  test("are those of the functions, and those that services assume", () => {
    expect(functions.map(({ key }) => key).toSorted()).toEqual(Object.keys(functionGrants).toSorted());
    expect(
      ofType(template, "AWS::IAM::Role")
        .map(([id]) => id)
        .toSorted(),
    ).toEqual([...functions.map(({ roleId }) => roleId), ...Object.keys(serviceGrants)].toSorted());
  });

  test("get their names from CloudFormation and no policy from outside", () => {
    for (const [, { Properties }] of ofType(template, "AWS::IAM::Role")) {
      expect(Properties).not.toHaveProperty("RoleName");
      expect(Properties.ManagedPolicyArns ?? []).toEqual([]);
    }
    const types = Object.values(template.Resources).map(({ Type }) => Type);
    expect(types.filter((type) => /^AWS::IAM::(?!Role$)/.test(type))).toEqual([]);
  });

  test.each(functions)("$key may do its work, write its log and its trace", (own) => {
    const work = functionGrants[own.key] ?? {};
    const every = grantsOfEvery(own.logGroupId, at(own.properties.TracingConfig, "Mode") === "Active");
    const everywhere = [...(work["*"] ?? []), ...(every["*"] ?? [])].toSorted();
    const anywhere = everywhere.length > 0 ? { "*": everywhere } : {};
    expect(grantsOf(statements, own.roleId)).toEqual({ ...work, ...every, ...anywhere });
  });

  test.each(Object.keys(serviceGrants))("%s may do its work", (role) => {
    expect(grantsOf(statements, role)).toEqual(serviceGrants[role]);
  });
});

/** All grants of a role's statements. */
function grantsOf(statements: Statement[], role: string): Grants {
  const found: Grants = {};
  for (const { holder, effect, actions, resources, condition } of statements) {
    if (holder !== role) continue;
    for (const address of resources) {
      const name = condition === undefined ? address : `${address} of ${keysOf(condition)}`;
      const allowed = actions.map((action) => (effect === "Allow" ? action : `${effect} ${action}`));
      found[name] = [...(found[name] ?? []), ...allowed].toSorted();
    }
  }
  return found;
}

/** The partition keys in a condition on a table; any other condition as it is. */
function keysOf(condition: Json): string {
  const keys = ["StringEquals", "StringLike"].map((operator) =>
    at(condition, `ForAllValues:${operator}`, "dynamodb:LeadingKeys"),
  );
  const [named] = keys.filter((value) => Array.isArray(value));
  return named ? named.join(", ") : JSON.stringify(condition);
}
