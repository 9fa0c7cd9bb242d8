import type { Options } from "./deployment.ts";
import { at, type Json, objectsIn, type Template } from "./template.ts";

/**
 * All combinations of parameter values that can make a difference to these conditions: for each parameter the
 * values that a condition compares it with, and one other.
 */
export function combinationsFor(template: Template, conditions: Iterable<string>): Options[] {
  const values = new Map<string, Set<string>>();
  for (const [name, constant] of comparisonsOf(template, closureOf(template, conditions))) {
    const known = template.Parameters[name]?.AllowedValues ?? [constant, `other than ${constant}`];
    values.set(name, new Set([...(values.get(name) ?? []), ...known]));
  }
  return [...values].reduce<Options[]>(
    (all, [name, some]) =>
      all.flatMap((options) => [...some].map((value) => ({ ...options, [name]: value }))),
    [{}],
  );
}

/** Names of the conditions in a value. */
export function conditionsIn(value: unknown): string[] {
  return objectsIn(value).flatMap(({ "Fn::If": choice, Condition }) => {
    return [at(choice, 0), Condition].filter((name) => typeof name === "string");
  });
}

/** Logical IDs and parameters that a value refers to. */
export function referencesIn(value: unknown): string[] {
  return objectsIn(value).flatMap(({ Ref, "Fn::GetAtt": getAtt, "Fn::Sub": sub }) => {
    if (Ref !== undefined) return [String(Ref)];
    if (Array.isArray(getAtt)) return [String(getAtt[0])];
    if (sub === undefined) return [];
    const text = String(Array.isArray(sub) ? sub[0] : sub);
    const variables = Object.keys((Array.isArray(sub) && (sub[1] as object)) || {});
    return [...text.matchAll(/\$\{([^!}.]+)[^}]*\}/g)]
      .map(([, name = ""]) => name)
      .filter((name) => !variables.includes(name));
  });
}

/** These conditions and those that they are composed of. */
export function closureOf({ Conditions }: Template, names: Iterable<string>): Set<string> {
  const found = new Set<string>();
  const add = (name: string) => {
    if (found.has(name)) return;
    found.add(name);
    for (const part of conditionsIn(Conditions[name])) add(part);
  };
  for (const name of names) add(name);
  return found;
}

function comparisonsOf(
  { Conditions }: Template,
  names: Set<string>,
): [parameter: string, constant: string][] {
  return objectsIn([...names].map((name) => Conditions[name] as Json)).flatMap(({ "Fn::Equals": pair }) => {
    const [parameter, constant] = [at(pair, 0, "Ref"), at(pair, 1)];
    return parameter === undefined ? [] : [[String(parameter), String(constant)] as [string, string]];
  });
}
