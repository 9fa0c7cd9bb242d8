import type { MiddlewareObj, Request } from "@middy/core";
import { PermanentError } from "../core/errors.ts";

/** Rejects an input that does not match the step's schema. The error is permanent: a retry has the same input. */
export function inputValidation<Input>(guard: (input: unknown) => input is Input): MiddlewareObj<Input> {
  return {
    before: function inputValidationBefore({ event }: Request<Input>): void {
      const input: unknown = event;
      if (!guard(input)) {
        throw new PermanentError("invalid_input", "The workflow's input does not match this step's schema");
      }
    },
  };
}
