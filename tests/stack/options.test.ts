import { describe, expect, test } from "@jest/globals";
import { closureOf, combinationsFor, conditionsIn, referencesIn } from "./packaging/combinations.ts";
import { type Deployment, deploy } from "./packaging/deployment.ts";
import { packageService } from "./packaging/package-service.ts";
import { functionsOf, type JsonObject, objectsIn, resource, type Template } from "./packaging/template.ts";

const packages = await packageService();

describe.each(packages)("options of $stage", ({ template }) => {
  const { Resources, Outputs, Conditions, Parameters } = template;
  const optional = functionsOf(template).filter(({ condition }) => condition !== undefined);

  test("never leave a reference to a missing resource", () => {
    const broken = Object.keys(Resources).flatMap((id) =>
      breachesOf(template, id, (stack) => stack.makes(id) && stack.properties(id)),
    );

    expect(broken).toEqual([]);
  });

  test("never leave an output of a missing resource", () => {
    const broken = Object.keys(Outputs).flatMap((name) =>
      breachesOf(template, name, (stack) => stack.output(name)),
    );

    expect(broken).toEqual([]);
  });

  test("never leave a statement without a resource, which IAM refuses", () => {
    const policies = Object.keys(Resources).filter((id) => objectsIn(Resources[id]).some(isPermission));
    const broken = policies.flatMap((id) =>
      breachesOf(template, id, (stack) => {
        const statements = stack.makes(id) ? objectsIn(stack.properties(id)).filter(isPermission) : [];
        if (statements.some(isEmpty)) throw new Error("a statement names no resource");
      }),
    );

    expect(policies.length).toBeGreaterThan(15);
    expect(broken).toEqual([]);
  });

  test("wait only for resources in the template", () => {
    const awaited = Object.values(Resources).flatMap(({ DependsOn = [] }) => DependsOn);

    expect(awaited.length).toBeGreaterThan(10);
    expect(awaited.filter((id) => !(id in Resources))).toEqual([]);
  });

  test("are each used", () => {
    const used = closureOf(template, conditionsIn([Resources, Outputs]));
    const conditions = Object.keys(Conditions).filter((name) => used.has(name));
    const asked = referencesIn([Resources, Outputs, conditions.map((name) => Conditions[name])]);

    expect(Object.keys(Conditions).filter((name) => !used.has(name))).toEqual([]);
    expect(Object.keys(Parameters).filter((name) => !asked.includes(name))).toEqual([]);
  });

  test.each(optional)(
    "$key has its role and its log group under its own condition",
    ({ condition, roleId, logGroupId }) => {
      expect(resource(template, roleId).Condition).toBe(condition);
      expect(resource(template, logGroupId).Condition).toBe(condition);
    },
  );

  test("switch exactly these optional functions", () => {
    const conditions = Object.fromEntries(optional.map(({ key, condition }) => [key, condition]));

    expect(conditions).toEqual({
      exportJobHistory: "HasAnalytics",
      refreshAddresses: "HasAddressList",
      rotateOriginSecret: "HasEdge",
    });
  });
});

/**
 * The first error of a resource's or an output's check, with all combinations of options that may matter:
 * those of its own condition, of its parts and of the resources that it refers to.
 */
function breachesOf(template: Template, id: string, check: (stack: Deployment) => unknown): string[] {
  const one = template.Resources[id] ?? template.Outputs[id];
  const neighbours = referencesIn(one).map((name) => template.Resources[name]?.Condition ?? []);
  for (const options of combinationsFor(template, [...conditionsIn(one), ...neighbours.flat()])) {
    try {
      check(deploy(template, options));
    } catch (error) {
      return [`${id} with ${JSON.stringify(options)}: ${String(error)}`];
    }
  }
  return [];
}

/** Whether it is a statement of an identity: one of a resource has principals. */
function isPermission({ Effect, Principal }: JsonObject): boolean {
  return Effect !== undefined && Principal === undefined;
}

function isEmpty({ Resource }: JsonObject): boolean {
  return Resource === undefined || (Array.isArray(Resource) && Resource.length === 0);
}
