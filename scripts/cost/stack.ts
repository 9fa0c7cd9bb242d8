import { asRecord, isRecord, type JsonRecord } from "../../core/json-value.ts";
import { createResolver } from "../template/intrinsics.ts";

export interface StackResource {
  id: string;
  /** Returns a property; its references become logical ids: `JobTable`, `JobTable.Arn`. */
  property(name: string): unknown;
}

/** The resources of a template whose conditions hold. */
export interface Stack {
  ofType(type: string): StackResource[];
  /** The types of the resources, each once, sorted. */
  types: string[];
}

/** Reads a packaged template with the defaults of its parameters; `parameters` replaces some of them. */
export function readStack(template: unknown, parameters: Record<string, string> = {}): Stack {
  const { Resources, Parameters, Conditions } = sectionsOf(template);
  const defaults = Object.entries(Parameters).map(([name, parameter]) => [name, field(parameter, "Default")]);
  const resolver = createResolver({
    parameters: { "AWS::Region": "us-east-1", ...pseudo, ...Object.fromEntries(defaults), ...parameters },
    conditions: Conditions,
    lookup: (id) => ({ name: id, ref: id, attributes: attributesOf(id) }),
  });
  const present = Object.entries(Resources).flatMap(([id, resource]) => {
    const condition = field(resource, "Condition");
    if (typeof condition === "string" && !resolver.holds(condition)) return [];
    return [{ id, type: String(field(resource, "Type")), properties: field(resource, "Properties") }];
  });
  return {
    types: [...new Set(present.map(({ type }) => type))].toSorted(),
    ofType(wanted) {
      return present
        .filter(({ type }) => type === wanted)
        .map(({ id, properties }) => ({
          id,
          // Resolved only on request: other properties may need values that only a deployment has.
          property: (name: string) => resolver.resolve(field(properties, name)),
        }));
    },
  };
}

const pseudo = Object.fromEntries(
  ["AccountId", "Partition", "StackName", "StackId", "URLSuffix"].map((name) => [`AWS::${name}`, name]),
);

/** Returns a value for every attribute, because the costs do not depend on the values. */
function attributesOf(id: string): Record<string, string> {
  return new Proxy({}, { get: (_target, attribute) => `${id}.${String(attribute)}` });
}

function sectionsOf(template: unknown): Record<"Resources" | "Parameters" | "Conditions", JsonRecord> {
  const { Resources, Parameters, Conditions } = asRecord(template);
  if (!isRecord(Resources)) throw new Error("This is not a CloudFormation template: it has no Resources");
  return { Resources, Parameters: asRecord(Parameters), Conditions: asRecord(Conditions) };
}

function field(value: unknown, name: string): unknown {
  return asRecord(value)[name];
}

export function list(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}
