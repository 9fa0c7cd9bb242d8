import { isRecord } from "../../core/json-value.ts";
import { createConditions } from "./conditions.ts";
import { type Intrinsic, listIntrinsics, requireList } from "./list-intrinsics.ts";

/** The values of `Ref` and `Fn::GetAtt` for one resource. */
export interface ResourceValues {
  ref: string;
  attributes: Record<string, string>;
}

export interface ResolverOptions {
  /** Pseudo parameters and the template's own parameters, which `Ref` may name like resources. */
  parameters: Record<string, unknown>;
  conditions: Record<string, unknown>;
  /** Returns the resource of a logical id; undefined if the template has none. */
  lookup(logicalId: string): ResourceValues | undefined;
}

export interface Resolver {
  /** Replaces the CloudFormation intrinsics in any value. Throws if one names something that the template lacks. */
  resolve(value: unknown): unknown;
  /** Returns whether a named condition holds. */
  holds(condition: string): boolean;
}

const noValue = Symbol("AWS::NoValue");

/**
 * Creates a function that replaces CloudFormation's intrinsic functions by their values:
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference.html
 */
export function createResolver({ parameters, conditions, lookup }: ResolverOptions): Resolver {
  const holds = createConditions(conditions, walk);

  function find(logicalId: string): ResourceValues {
    const resource = lookup(logicalId);
    if (!resource) throw new Error(`The template has no resource "${logicalId}"`);
    return resource;
  }

  function ref(id: string): unknown {
    if (id === "AWS::NoValue") return noValue;
    return Object.hasOwn(parameters, id) ? walk(parameters[id]) : find(id).ref;
  }

  function getAttribute(argument: unknown): string {
    const path = Array.isArray(argument)
      ? argument.map((part) => String(walk(part)))
      : String(argument).split(".");
    const [logicalId = "", ...attribute] = path;
    const value = find(logicalId).attributes[attribute.join(".")];
    if (value === undefined) {
      throw new Error(`Resource "${logicalId}" has no attribute "${attribute.join(".")}" here`);
    }
    return value;
  }

  function substitute(argument: unknown): string {
    const [template, variables] = Array.isArray(argument) ? argument : [argument, {}];
    return String(template).replaceAll(/\$\{([^}]*)\}/g, (_match, expression: string) => {
      const name = expression.trim();
      if (name.startsWith("!")) return `\${${name.slice(1)}}`;
      if (isRecord(variables) && Object.hasOwn(variables, name)) return text(walk(variables[name]), name);
      if (!Object.hasOwn(parameters, name) && name.includes(".")) return getAttribute(name);
      return text(ref(name), name);
    });
  }

  function choose(argument: unknown): unknown {
    const [name, whenTrue, whenFalse] = requireList(argument, "Fn::If");
    return walk(holds(String(name)) ? whenTrue : whenFalse);
  }

  const intrinsics: Record<string, Intrinsic> = {
    Ref: (id) => ref(String(id)),
    "Fn::GetAtt": getAttribute,
    "Fn::Sub": substitute,
    "Fn::If": choose,
    ...listIntrinsics(walk),
  };

  function walk(value: unknown): unknown {
    if (Array.isArray(value)) return value.map(walk).filter((item) => item !== noValue);
    if (!isRecord(value)) return value;
    const entries = Object.entries(value);
    const [name, argument] = entries[0] ?? ["", undefined];
    if (entries.length === 1 && (name === "Ref" || name.startsWith("Fn::"))) {
      const intrinsic = intrinsics[name];
      if (!intrinsic) throw new Error(`${name} is not supported on the laptop`);
      return intrinsic(argument);
    }
    return Object.fromEntries(
      entries.map(([key, item]) => [key, walk(item)] as const).filter(([, item]) => item !== noValue),
    );
  }

  return {
    resolve(value) {
      const resolved = walk(value);
      return resolved === noValue ? undefined : resolved;
    },
    holds,
  };
}

function text(value: unknown, name: string): string {
  if (typeof value === "symbol" || typeof value === "object")
    throw new Error(`"${name}" in Fn::Sub is not text`);
  return String(value);
}
