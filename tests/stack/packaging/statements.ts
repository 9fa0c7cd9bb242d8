import type { Json, JsonObject, Template } from "./template.ts";

export interface Statement {
  /** Logical id of the resource that holds it. */
  holder: string;
  effect: string;
  actions: string[];
  /** Written as text: see `address`. */
  resources: string[];
}

/** Every policy statement of a template that says what may be done to what, wherever it stands. */
export function statementsOf({ Resources }: Template): Statement[] {
  return Object.entries(Resources).flatMap(([holder, { Properties }]) =>
    objectsIn(Properties)
      .filter(({ Effect, Resource }) => Effect !== undefined && Resource !== undefined)
      .map(({ Effect, Action, Resource }) => ({
        holder,
        effect: String(Effect),
        actions: list(Action).map(String),
        resources: list(Resource).map(address),
      })),
  );
}

/**
 * A resource as text, with logical ids in braces in place of references: `{JobTable}`, `{PayloadBucket}/results/*`.
 * Which attribute is meant is left out; pseudo parameters stay as they are.
 */
export function address(value: Json | undefined): string {
  if (typeof value === "string") return value;
  if (typeof value !== "object" || value === null || Array.isArray(value)) return JSON.stringify(value);
  const { Ref, "Fn::GetAtt": getAtt, "Fn::Sub": sub, "Fn::Join": join } = value;
  if (typeof Ref === "string") return reference(Ref);
  if (Array.isArray(getAtt)) return reference(String(getAtt[0]));
  if (typeof sub === "string") return substitute(sub, {});
  if (Array.isArray(sub)) return substitute(String(sub[0]), (sub[1] ?? {}) as JsonObject);
  if (Array.isArray(join)) return list(join[1]).map(address).join(String(join[0]));
  return JSON.stringify(value);
}

function substitute(text: string, variables: JsonObject): string {
  return text.replace(/\$\{([^}]+)\}/g, (_, name: string) =>
    name in variables ? address(variables[name]) : reference(name.split(".")[0] ?? ""),
  );
}

function reference(name: string): string {
  return name.startsWith("AWS::") ? name : `{${name}}`;
}

function list(value: Json | undefined): Json[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value];
}

function objectsIn(value: Json): JsonObject[] {
  if (Array.isArray(value)) return value.flatMap(objectsIn);
  if (typeof value !== "object" || value === null) return [];
  return [value, ...Object.values(value).flatMap(objectsIn)];
}
