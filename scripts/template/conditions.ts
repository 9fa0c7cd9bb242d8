import { isRecord } from "../../core/json-value.ts";
import { requireList } from "./list-intrinsics.ts";

/** Returns whether a named condition holds; `resolve` replaces the intrinsics in its operands. Throws if it is unknown. */
export function createConditions(
  conditions: Record<string, unknown>,
  resolve: (value: unknown) => unknown,
): (name: string) => boolean {
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
    const parts = requireList(argument, operator);
    if (operator === "Fn::Equals") return String(resolve(parts[0])) === String(resolve(parts[1]));
    if (operator === "Fn::Not") return !evaluate(parts[0]);
    if (operator === "Fn::And") return parts.every(evaluate);
    if (operator === "Fn::Or") return parts.some(evaluate);
    throw new Error(`"${operator}" is not a condition function`);
  }

  return holds;
}
