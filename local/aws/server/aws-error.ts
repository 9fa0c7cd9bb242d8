/** An error of an AWS API: `name` is the error code that SDK clients show, 4xx unless said otherwise. */
export class AwsError extends Error {
  readonly statusCode: number;

  constructor(code: string, message: string, statusCode = 400) {
    super(message);
    this.name = code;
    this.statusCode = statusCode;
  }
}
