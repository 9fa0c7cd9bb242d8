/** An operation cannot be done; `advice` says what the operator can do about it. */
export class OperatorError extends Error {
  override readonly name: string = "OperatorError";
  readonly advice: string;

  constructor(message: string, advice: string, options?: ErrorOptions) {
    super(message, options);
    this.advice = advice;
  }
}
