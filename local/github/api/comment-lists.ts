import type { Comment } from "../state/records.ts";
import { type ApiRequest, textField } from "./exchange.ts";
import { validationFailed } from "./github-error.ts";

const maxBody = 65_536;

/** Ascending by id, as GitHub lists them, from `since` on when asked. */
export function sortedComments<Item extends Comment>(
  comments: Map<number, Item>,
  { query }: ApiRequest,
): Item[] {
  const since = Date.parse(query.get("since") ?? "");
  const sorted = [...comments.values()].sort((a, b) => a.id - b.id);
  return Number.isNaN(since) ? sorted : sorted.filter(({ updatedAt }) => Date.parse(updatedAt) >= since);
}

export function commentBody(request: ApiRequest, resource: string): string {
  const body = textField(request, "body");
  if (body.trim() === "") throw validationFailed(resource, "body", "missing_field");
  if (body.length > maxBody) {
    throw validationFailed(
      resource,
      "body",
      "unprocessable",
      `body is too long (maximum is ${maxBody} characters)`,
    );
  }
  return body;
}
