/** The command was understood and could not do what it should: exit code 1. */
export class CommandError extends Error {
  override readonly name: string = "CommandError";
  /** What the person can do about it. */
  readonly advice: string;

  constructor(message: string, advice: string, options?: ErrorOptions) {
    super(message, options);
    this.advice = advice;
  }
}

/** A usage error: exit code 2. */
export class UsageError extends CommandError {
  override readonly name = "UsageError";
}
