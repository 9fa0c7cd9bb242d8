export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };
export type JsonObject = { [key: string]: Json };

export interface Resource {
  Type: string;
  Condition?: string;
  DependsOn?: string | string[];
  DeletionPolicy?: string;
  UpdateReplacePolicy?: string;
  Properties: JsonObject;
}

/** A CloudFormation template. */
export interface Template {
  Metadata?: JsonObject;
  Parameters: Record<string, { Default: string | number; AllowedValues?: string[] }>;
  Conditions: Record<string, JsonObject>;
  Resources: Record<string, Resource>;
  Outputs: Record<string, JsonObject>;
}

/** The resources of a type, by logical ID. */
export function ofType({ Resources }: Template, type: string): [id: string, resource: Resource][] {
  return Object.entries(Resources).filter(([, resource]) => resource.Type === type);
}

/** Returns a resource, or throws. */
export function resource({ Resources }: Template, id: string): Resource {
  const found = Resources[id];
  if (!found) throw new Error(`The template has no ${id}`);
  return found;
}

/** All objects in a value, itself included, at any depth. */
export function objectsIn(value: unknown): JsonObject[] {
  if (Array.isArray(value)) return value.flatMap(objectsIn);
  if (typeof value !== "object" || value === null) return [];
  return [value as JsonObject, ...Object.values(value).flatMap(objectsIn)];
}

/** The value at a path, or undefined. */
export function at(value: unknown, ...path: (string | number)[]): unknown {
  return path.reduce<unknown>((inner, step) => {
    return typeof inner === "object" && inner !== null ? Reflect.get(inner, step) : undefined;
  }, value);
}

export interface LambdaFunction {
  /** As in serverless.yml. */
  key: string;
  /** As below functions/. */
  folder: string;
  logicalId: string;
  condition: string | undefined;
  properties: JsonObject;
  roleId: string;
  logGroupId: string;
  timeout: number;
  environment: JsonObject;
}

/** The service's functions, as they are deployed. */
export function functionsOf(template: Template): LambdaFunction[] {
  return ofType(template, "AWS::Lambda::Function").map(([logicalId, { Properties, Condition }]) => ({
    key: logicalId.charAt(0).toLowerCase() + logicalId.slice(1).replace(/LambdaFunction$/, ""),
    folder: String(Properties.Handler).split("/")[1] ?? "",
    logicalId,
    condition: Condition,
    properties: Properties,
    roleId: String(at(Properties, "Role", "Fn::GetAtt", 0)),
    logGroupId: logicalId.replace(/LambdaFunction$/, "LogGroup"),
    timeout: Number(Properties.Timeout),
    environment: at(Properties, "Environment", "Variables") as JsonObject,
  }));
}
