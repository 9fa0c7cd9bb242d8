import { type Json, type JsonObject, objectsIn, type Template } from "./template.ts";

export interface Statement {
  /** Logical ID of the resource that contains it. */
  holder: string;
  effect: string;
  actions: string[];
  /** Written as text: see `address`. */
  resources: string[];
  /** The principals, if the statement names any: `lambda.amazonaws.com`, `*`, an ARN. */
  principals: string[];
  condition: Json | undefined;
}

/**
 * Every statement of a template that allows or denies actions on resources. Of a conditional statement both
 * sides count.
 */
export function statementsOf(template: Template): Statement[] {
  return allStatements(template).filter(({ resources }) => resources.length > 0);
}

/** Every statement that decides who may assume a role. */
export function trustsOf(template: Template): Statement[] {
  return allStatements(template).filter(({ resources }) => resources.length === 0);
}

function allStatements({ Resources }: Template): Statement[] {
  const machines = Object.entries(Resources).filter(
    ([, { Type }]) => Type === "AWS::StepFunctions::StateMachine",
  );
  /** A function that the machine calls names it: a reference would be circular. */
  const withReference = (text: string): string =>
    machines.reduce(
      (known, [id, { Properties }]) =>
        known.replace(`:stateMachine:${String(Properties.StateMachineName)}`, `:stateMachine:{${id}}`),
      text,
    );
  return Object.entries(Resources).flatMap(([holder, { Properties }]) =>
    objectsIn(Properties)
      .filter(({ Effect }) => Effect === "Allow" || Effect === "Deny")
      .map(({ Effect, Action, Resource, Principal, Condition }) => ({
        holder,
        effect: String(Effect),
        actions: sides(Action).map(String),
        resources: sides(Resource).map(address).map(withReference),
        principals: principalsOf(Principal),
        condition: Condition,
      })),
  );
}

/**
 * A resource as text, with logical IDs in braces in place of references: `{JobTable}`,
 * `{PayloadBucket}/results/*`. The attribute is left out; pseudo parameters stay as they are.
 */
export function address(value: Json | undefined): string {
  if (typeof value === "string") return value;
  if (typeof value !== "object" || value === null || Array.isArray(value)) return JSON.stringify(value);
  const { Ref, "Fn::GetAtt": getAtt, "Fn::Sub": sub, "Fn::Join": join } = value;
  if (typeof Ref === "string") return reference(Ref);
  if (Array.isArray(getAtt)) return reference(String(getAtt[0]));
  if (typeof sub === "string") return substitute(sub, {});
  if (Array.isArray(sub)) return substitute(String(sub[0]), (sub[1] ?? {}) as JsonObject);
  if (Array.isArray(join)) return sides(join[1]).map(address).join(String(join[0]));
  return JSON.stringify(value);
}

/**
 * The values of a list, or of a value in place of a list: both sides of a condition, without `AWS::NoValue`.
 */
function sides(value: Json | undefined): Json[] {
  if (value === undefined) return [];
  if (Array.isArray(value)) return value.flatMap(sides);
  if (typeof value !== "object" || value === null) return [value];
  const { Ref, "Fn::If": choice } = value;
  if (Ref === "AWS::NoValue") return [];
  return Array.isArray(choice) ? choice.slice(1).flatMap(sides) : [value];
}

function principalsOf(value: Json | undefined): string[] {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return sides(value).map(address);
  return Object.values(value).flatMap(sides).map(address);
}

function substitute(text: string, variables: JsonObject): string {
  return text.replace(/\$\{([^}]+)\}/g, (_, name: string) =>
    name in variables ? address(variables[name]) : reference(name.split(".")[0] ?? ""),
  );
}

function reference(name: string): string {
  return name.startsWith("AWS::") ? name : `{${name}}`;
}
