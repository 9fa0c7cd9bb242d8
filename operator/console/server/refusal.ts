/** A request that is not answered with what it asked for: what a person is told, and HTTP's word for it. */
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
  return new Refusal(404, "not_found", "Nothing is here.", "Open the address that the command has printed.");
}
