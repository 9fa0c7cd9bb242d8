import { describe, expect, test } from "@jest/globals";
import { packageService } from "./packaging/package-service.ts";
import { statementsOf } from "./packaging/statements.ts";
import { at, objectsIn } from "./packaging/template.ts";
import { exceptions } from "./roles/exceptions.ts";

const packages = await packageService();

interface Grant {
  holder: string;
  effect: string;
  action: string;
  name: string;
}

/** Types whose `Ref` is their ARN. */
const addressed = ["AWS::SecretsManager::Secret", "AWS::StepFunctions::StateMachine", "AWS::SNS::Topic"];

describe.each(packages)("permissions in $stage", ({ template }) => {
  const grants = statementsOf(template).flatMap(({ holder, effect, actions, resources }) =>
    actions.flatMap((action) => resources.map((name): Grant => ({ holder, effect, action, name }))),
  );
  const wild = grants.filter(({ action, name }) => action.includes("*") || /^[\W_]*$/.test(name));

  test("have wildcards only in the accepted exceptions", () => {
    expect(grants.length).toBeGreaterThan(150);
    expect(wild.filter((grant) => !exceptions.some((exception) => covers(exception, grant)))).toEqual([]);
  });

  test.each(exceptions.flatMap(({ actions, ...one }) => actions.map((action) => ({ ...one, action }))))(
    "$action by $holder still exists: $why",
    ({ action, ...one }) => {
      expect(wild.some((grant) => covers({ ...one, actions: [action] }, grant))).toBe(true);
      expect(one.why.length).toBeGreaterThan(20);
    },
  );

  test("apply only to resources of this stack or its parameters, with a wildcard in the last part at most", () => {
    const known = [...Object.keys(template.Resources), ...Object.keys(template.Parameters)];
    const vague = grants.filter((grant) => !wild.includes(grant)).filter(({ name }) => !isExact(name, known));

    expect(vague).toEqual([]);
  });

  test("apply to ARNs, while a reference may also be a name or a URL", () => {
    const statements = objectsIn(template.Resources).filter(({ Effect }) => Effect !== undefined);
    // A composed address counts as a whole.
    const whole = statements.flatMap(({ Resource }) => Resource ?? []).filter((one) => !at(one, "Fn::Join"));
    const references = objectsIn(whole).flatMap(({ Ref }) => Ref ?? []);
    const nameless = references.filter((id) => {
      const type = template.Resources[String(id)]?.Type;
      return type !== undefined && !addressed.includes(type);
    });

    expect(references.length).toBeGreaterThan(10);
    expect(nameless).toEqual([]);
  });

  test("are written as actions and resources, never as exclusions", () => {
    expect(JSON.stringify(template)).not.toMatch(/"Not(?:Action|Resource|Principal)"/);
  });
});

function covers({ holder, effect, actions, resource }: (typeof exceptions)[number], grant: Grant): boolean {
  return (
    holder.test(grant.holder) &&
    effect === grant.effect &&
    actions.includes(grant.action) &&
    resource.test(grant.name)
  );
}

/** Whether an address names one known resource: `{JobTable}`, `{PayloadBucket}/results/*`. */
function isExact(name: string, known: string[]): boolean {
  const named = [...name.matchAll(/\{(\w+)\}/g)].map(([, id]) => id ?? "");
  return named.length === 1 && known.includes(named[0] ?? "") && /^[^*]*(?:[:/]\*)?$/.test(name);
}
