import { InvalidArgumentError } from "commander";
import { OperatorError } from "../stack/errors.ts";
import { InvalidInputError } from "../stack/input.ts";

/** The command was called with options or input that do not fit: exit code 2. */
export class UsageError extends OperatorError {
  override readonly name = "UsageError";
}

/** Returns a parser for commander, which reports an invalid value together with its option. */
export function optionParser<Value>(read: (text: string) => Value): (text: string) => Value {
  return (text) => {
    try {
      return read(text);
    } catch (error) {
      if (error instanceof InvalidInputError) throw new InvalidArgumentError(error.message);
      throw error;
    }
  };
}
