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

describe.each(packages)("what may be done in $stage", ({ template }) => {
  const grants = statementsOf(template).flatMap(({ holder, effect, actions, resources }) =>
    actions.flatMap((action) => resources.map((name): Grant => ({ holder, effect, action, name }))),
  );
  const wild = grants.filter(({ action, name }) => action.includes("*") || /^[\W_]*$/.test(name));

  test("has wildcards only where they are accepted", () => {
    expect(grants.length).toBeGreaterThan(150);
    expect(wild.filter((grant) => !exceptions.some((exception) => covers(exception, grant)))).toEqual([]);
  });

  test.each(exceptions.flatMap(({ actions, ...one }) => actions.map((action) => ({ ...one, action }))))(
    "$action by $holder is still there: $why",
    ({ action, ...one }) => {
      expect(wild.some((grant) => covers({ ...one, actions: [action] }, grant))).toBe(true);
      expect(one.why.length).toBeGreaterThan(20);
    },
  );

  test("is done to what this stack or its parameters name, with no wildcard but in the last part", () => {
    const known = [...Object.keys(template.Resources), ...Object.keys(template.Parameters)];
    const vague = grants.filter((grant) => !wild.includes(grant)).filter(({ name }) => !isExact(name, known));

    expect(vague).toEqual([]);
  });

  test("is done to addresses, where a reference may also be a name or a URL", () => {
    const statements = objectsIn(template.Resources).filter(({ Effect }) => Effect !== undefined);
    // What is put together of parts is an address as a whole.
    const whole = statements.flatMap(({ Resource }) => Resource ?? []).filter((one) => !at(one, "Fn::Join"));
    const references = objectsIn(whole).flatMap(({ Ref }) => Ref ?? []);
    const nameless = references.filter((id) => {
      const type = template.Resources[String(id)]?.Type;
      return type !== undefined && !addressed.includes(type);
    });

    expect(references.length).toBeGreaterThan(10);
    expect(nameless).toEqual([]);
  });

  test("is said as what, not as what not", () => {
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

/** Whether an address names one thing that is known: `{JobTable}`, `{PayloadBucket}/results/*`. */
function isExact(name: string, known: string[]): boolean {
  const named = [...name.matchAll(/\{(\w+)\}/g)].map(([, id]) => id ?? "");
  return named.length === 1 && known.includes(named[0] ?? "") && /^[^*]*(?:[:/]\*)?$/.test(name);
}
