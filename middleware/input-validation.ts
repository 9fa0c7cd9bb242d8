import type { MiddlewareObj, Request } from "@middy/core";
import { PermanentError } from "../core/errors.ts";

/** Refuses an input that is not what the step is written for; trying again could not help. */
export function inputValidation<Input>(guard: (input: unknown) => input is Input): MiddlewareObj<Input> {
  return {
    before: function inputValidationBefore({ event }: Request<Input>): void {
      const input: unknown = event;
      if (!guard(input)) {
        throw new PermanentError("invalid_input", "The workflow's input does not fit this step");
      }
    },
  };
}
