import { isRecord } from "../../../core/json-value.ts";
import type { LocalResource } from "./local-resource.ts";

export interface ResolverOptions {
  /** Pseudo parameters and the template's own parameters: what `Ref` gives besides resources. */
  parameters: Record<string, unknown>;
  conditions: Record<string, unknown>;
  /** The resource of a logical id, or undefined when the template has none. */
  lookup(logicalId: string): LocalResource | undefined;
}

export interface Resolver {
  /** Replaces CloudFormation intrinsics in any value; throws, naming it, on what the template does not have. */
  resolve(value: unknown): unknown;
  /** Whether a named condition holds. */
  holds(condition: string): boolean;
}

type Intrinsic = (argument: unknown) => unknown;

const noValue = Symbol("AWS::NoValue");

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference.html */
export function createResolver({ parameters, conditions, lookup }: ResolverOptions): Resolver {
  function find(logicalId: string): LocalResource {
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
      throw new Error(`Resource "${logicalId}" has no attribute "${attribute.join(".")}" on the laptop`);
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
    const [name, whenTrue, whenFalse] = list(argument, "Fn::If");
    return walk(holds(String(name)) ? whenTrue : whenFalse);
  }

  function holds(name: string): boolean {
    if (!Object.hasOwn(conditions, name)) throw new Error(`The template has no condition "${name}"`);
    return evaluate(conditions[name]);
  }

  function evaluate(expression: unknown): boolean {
    const [operator, argument] = (isRecord(expression) ? Object.entries(expression)[0] : undefined) ?? [
      "",
      undefined,
    ];
    if (operator === "Condition") return holds(String(argument));
    const parts = list(argument, operator);
    if (operator === "Fn::Equals") return String(walk(parts[0])) === String(walk(parts[1]));
    if (operator === "Fn::Not") return !evaluate(parts[0]);
    if (operator === "Fn::And") return parts.every(evaluate);
    if (operator === "Fn::Or") return parts.some(evaluate);
    throw new Error(`"${operator}" is not a condition function`);
  }

  const intrinsics: Record<string, Intrinsic> = {
    Ref: (id) => ref(String(id)),
    "Fn::GetAtt": getAttribute,
    "Fn::Sub": substitute,
    "Fn::If": choose,
    "Fn::Join": (argument) => {
      const [separator, parts] = list(argument, "Fn::Join");
      return list(walk(parts), "Fn::Join").join(String(separator));
    },
    "Fn::Split": (argument) => {
      const [separator, value] = list(argument, "Fn::Split");
      return String(walk(value)).split(String(separator));
    },
    "Fn::Select": (argument) => {
      const [index, values] = list(argument, "Fn::Select");
      const value = list(walk(values), "Fn::Select")[Number(walk(index))];
      if (value === undefined) throw new Error(`Fn::Select found nothing at index ${String(index)}`);
      return value;
    },
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

function list(value: unknown, where: string): unknown[] {
  if (!Array.isArray(value)) throw new Error(`${where} expects a list`);
  return value;
}

function text(value: unknown, name: string): string {
  if (typeof value === "symbol" || typeof value === "object")
    throw new Error(`"${name}" in Fn::Sub is not text`);
  return String(value);
}
