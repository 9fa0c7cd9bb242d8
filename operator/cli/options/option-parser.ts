import { InvalidArgumentError } from "commander";
import { InvalidInputError } from "../../stack/input.ts";

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
