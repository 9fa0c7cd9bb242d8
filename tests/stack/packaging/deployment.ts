import { createResolver, type Resolver } from "../../../scripts/template/intrinsics.ts";
import { at, type JsonObject, resource, type Template } from "./template.ts";

export interface Deployment {
  /** Whether a resource is created. */
  makes(id: string): boolean;
  /**
   * A created resource, with logical IDs in braces in place of references: `{JobTable}`, `{JobTable.Arn}`.
   */
  properties(id: string): JsonObject;
  /** An output, or undefined if there is none. */
  output(name: string): unknown;
}

export type Options = Record<string, string | number>;

/**
 * The template as CloudFormation resolves it with these parameters and the other defaults. Reading a
 * reference to a missing resource throws.
 */
export function deploy(template: Template, options: Options = {}): Deployment {
  const resolver = resolverOf(template, options);
  const isMade = (value: unknown) => {
    const condition = at(value, "Condition");
    return value !== undefined && (condition === undefined || resolver.holds(String(condition)));
  };
  return {
    makes: (id) => isMade(template.Resources[id]),
    properties(id) {
      const made = resource(template, id);
      if (!isMade(made)) throw new Error(`${id} is not made`);
      return resolver.resolve(made.Properties) as JsonObject;
    },
    output(name) {
      const output = template.Outputs[name];
      return isMade(output) ? resolver.resolve(at(output, "Value")) : undefined;
    },
  };
}

function resolverOf({ Parameters, Conditions, Resources }: Template, options: Options): Resolver {
  const resolver = createResolver({
    parameters: { ...pseudoParameters, ...defaultsOf(Parameters), ...options },
    conditions: Conditions,
    lookup(id) {
      const condition = Resources[id]?.Condition;
      const isThere = Resources[id] && (condition === undefined || resolver.holds(condition));
      return isThere ? { name: id, ref: `{${id}}`, attributes: attributesOf(id) } : undefined;
    },
  });
  return resolver;
}

/** The last part of the stack's ARN. */
export const stackId = "6c4f1d20-3a51-11f1-9b0e-0a1b2c3d4e5f";

const pseudoParameters = {
  ...Object.fromEntries(
    ["AccountId", "Partition", "StackName", "URLSuffix"].map((name) => [`AWS::${name}`, `{${name}}`]),
  ),
  "AWS::StackId": `arn:aws:cloudformation:us-east-1:111122223333:stack/{StackName}/${stackId}`,
};

function defaultsOf(parameters: Template["Parameters"]): Options {
  const defaults = Object.entries(parameters).map(([name, { Default }]) => [name, Default]);
  return { "AWS::Region": "us-east-1", ...Object.fromEntries(defaults) };
}

/** Any attribute; an endpoint is a URL, which a template may split. */
function attributesOf(id: string): Record<string, string> {
  const value = (name: string) => (name.endsWith("Endpoint") ? `https://{${id}.${name}}` : `{${id}.${name}}`);
  return new Proxy({}, { get: (_target, name) => value(String(name)) });
}
