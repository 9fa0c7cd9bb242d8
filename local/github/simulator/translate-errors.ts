import { errorBody, GitHubError } from "../api/github-error.ts";

interface JsonResponse {
  statusCode: number;
  status(code: number): JsonResponse;
  json(body: unknown): unknown;
}

interface ValidationError {
  instancePath?: string;
  message?: string;
}

/** Express middleware: turns the simulator's own errors into GitHub's, 422 for an invalid request and 404 for an unknown path. */
export function translateErrors(_request: unknown, response: JsonResponse, next: () => void): void {
  const json = response.json.bind(response);
  response.json = (body) => {
    const failure = body as { err?: ValidationError[]; error?: string } | null;
    if (response.statusCode === 400 && Array.isArray(failure?.err)) {
      const reasons = failure.err.map((error) => `${error.instancePath ?? ""} ${error.message ?? ""}`.trim());
      response.status(422);
      return json(errorBody(new GitHubError(422, `Invalid request.\n\n${reasons.join("\n")}`)));
    }
    if (response.statusCode === 404 && failure?.error === "not found") {
      return json(errorBody(new GitHubError(404, "Not Found")));
    }
    return json(body);
  };
  next();
}
