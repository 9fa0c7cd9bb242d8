/** An error of an AWS API: `name` is the error code that SDK clients show; the default status is 400. */
export class AwsError extends Error {
  readonly statusCode: number;

  constructor(code: string, message: string, statusCode = 400) {
    super(message);
    this.name = code;
    this.statusCode = statusCode;
  }
}

/** Returns an `AwsError` as it is, and any other error as a 500 with this code. */
export function toAwsError(error: unknown, code: string): AwsError {
  return error instanceof AwsError ? error : new AwsError(code, String(error), 500);
}
