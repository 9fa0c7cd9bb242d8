import { describeFailure, type Failure } from "../../stack/describe-failure.ts";

/** One part of what is told, or why it cannot be: whoever lacks one right still sees the rest. */
export type Part<Value> = { value: Value } | { problem: Failure };

export async function part<Value>(look: () => Promise<Value>): Promise<Part<Value>> {
  try {
    return { value: await look() };
  } catch (error) {
    return { problem: describeFailure(error) };
  }
}
