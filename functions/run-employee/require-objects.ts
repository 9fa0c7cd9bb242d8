import type { RunInput } from "../../core/employees/run-input.schema.ts";
import { FencedError } from "../../core/errors.ts";
import type { ExecutionInput } from "../../core/jobs/workflow.ts";

/**
 * An execution whose context was frozen by an earlier version names no objects. It ends without a comment, like an
 * overtaken one. Its job has not finished, so the sweeper starts another attempt, which freezes the context again.
 */
export function requireObjects(
  input: ExecutionInput,
  isRunInput: (input: unknown) => input is RunInput,
): RunInput {
  if (isRunInput(input)) return input;
  throw new FencedError("execution_outdated", "The execution names no objects; another attempt will");
}
