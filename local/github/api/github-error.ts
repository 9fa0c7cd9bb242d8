/** An error response with GitHub's status and message. */
export class GitHubError extends Error {
  override readonly name = "GitHubError";
  readonly status: number;
  readonly errors: unknown[] | undefined;

  constructor(status: number, message: string, errors?: unknown[]) {
    super(message);
    this.status = status;
    this.errors = errors;
  }
}

export const notFound = () => new GitHubError(404, "Not Found");
export const badCredentials = () => new GitHubError(401, "Bad credentials");
export const requiresAuthentication = () => new GitHubError(401, "Requires authentication");
export const notAccessible = () => new GitHubError(403, "Resource not accessible by integration");

export function validationFailed(
  resource: string,
  field: string,
  code: string,
  message?: string,
): GitHubError {
  return new GitHubError(422, "Validation Failed", [{ resource, field, code, ...(message && { message }) }]);
}

/** Returns the body that GitHub sends for an error. */
export function errorBody(error: GitHubError, documentationUrl = "https://docs.github.com/rest"): object {
  return {
    message: error.message,
    ...(error.errors && { errors: error.errors }),
    documentation_url: documentationUrl,
    status: String(error.status),
  };
}
