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
  ) {
    super(message);
    this.status = status;
    this.code = code;
    this.advice = advice;
    this.headers = headers;
  }
}

export function notFound(): Refusal {
  return new Refusal(404, "not_found", "There is nothing here.", "Open the URL that the command printed.");
}
