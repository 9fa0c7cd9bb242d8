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

/** The simulator's own refusals in GitHub's words: what fails its description is 422, the rest 404. */
export function speakLikeGitHub(_request: unknown, response: JsonResponse, next: () => void): void {
  const json = response.json.bind(response);
  response.json = (body) => {
    const refusal = body as { err?: ValidationError[]; error?: string } | null;
    if (response.statusCode === 400 && Array.isArray(refusal?.err)) {
      const reasons = refusal.err.map((error) => `${error.instancePath ?? ""} ${error.message ?? ""}`.trim());
      response.status(422);
      return json(errorBody(new GitHubError(422, `Invalid request.\n\n${reasons.join("\n")}`)));
    }
    if (response.statusCode === 404 && refusal?.error === "not found") {
      return json(errorBody(new GitHubError(404, "Not Found")));
    }
    return json(body);
  };
  next();
}
