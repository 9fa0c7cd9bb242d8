import type { MiddlewareObj, Request } from "@middy/core";
import type { CallbackBody } from "../core/callbacks/callback.schema.ts";
import { explainSchemaError, type SchemaError } from "../core/commands/explain-schema-error.ts";
import type { EmployeeResult } from "../core/employees/runner.ts";
import { InvalidError } from "../core/errors.ts";
import type { CallbackEvent } from "./known-callback.ts";

type Guard<Type> = ((body: unknown) => body is Type) & { errors?: SchemaError[] | null };

interface CallbackValidationOptions {
  isCallbackBody: Guard<CallbackBody>;
  isEmployeeResult: Guard<EmployeeResult>;
}

/** Validates the parsed body of a callback. A refusal names the field and never repeats its value. */
export function callbackValidation(options: CallbackValidationOptions): MiddlewareObj<CallbackEvent> {
  const { isCallbackBody, isEmployeeResult } = options;
  return {
    before: function callbackValidationBefore({ event }: Request<CallbackEvent>): void {
      // The body parser has replaced the text with what it parsed.
      const body: unknown = event.body;
      if (!isCallbackBody(body)) throw refusal(isCallbackBody.errors);
      const { stored } = event.callback;
      event.callback = { stored, body, result: null };
      if (body.type === "heartbeat") return;
      const result: unknown = body;
      if (!isEmployeeResult(result)) throw refusal(isEmployeeResult.errors);
      event.callback.result = result;
    },
  };
}

function refusal(errors: SchemaError[] | null | undefined): InvalidError {
  const wording = { known: [], description: null, place: "field" };
  const error = errors?.[0];
  const message = error ? explainSchemaError(error, wording) : "The body is not valid.";
  return new InvalidError("invalid_payload", message);
}
