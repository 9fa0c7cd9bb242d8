import { OperatorError } from "../../stack/errors.ts";

/** A request that is refused, with an HTTP status and a text for the user. */
export class Refusal extends Error {
  override readonly name = "Refusal";
  readonly status: number;
  readonly code: string;
  readonly advice: string;
  readonly headers: Record<string, string>;

  constructor(
    status: number,
    code: string,
    message: string,
    advice = "",
    headers: Record<string, string> = {},
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.status = status;
    this.code = code;
    this.advice = advice;
    this.headers = headers;
  }
}

export function notFound(): Refusal {
  return new Refusal(404, "not_found", "There is nothing here.", "Open the URL that the command printed.");
}

/** Runs an operation. Turns an OperatorError into a refusal, because the stack does not allow it now. */
export async function refusing<Value>(work: () => Promise<Value>): Promise<Value> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof OperatorError)) throw error;
    throw new Refusal(409, "not_done", error.message, error.advice, {}, { cause: error });
  }
}
