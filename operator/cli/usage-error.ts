import { OperatorError } from "../stack/errors.ts";

/** The command was called with options or input that do not fit: exit code 2. */
export class UsageError extends OperatorError {
  override readonly name = "UsageError";
}
