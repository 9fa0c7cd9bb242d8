import { execute, GraphQLError, parse, validate } from "graphql";
import type { Caller } from "../api/caller.ts";
import { GitHubError, requiresAuthentication } from "../api/github-error.ts";
import type { GitHubStore } from "../state/github-store.ts";
import { resolvers } from "./resolvers.ts";
import { servedSchema } from "./schema.ts";

/** Executes a GraphQL request as GitHub does: the response is 200 with `errors`, except for wrong credentials. */
export async function executeQuery(
  store: GitHubStore,
  caller: Caller,
  body: Record<string, unknown>,
): Promise<object> {
  if (caller.kind === "anonymous" || caller.kind === "app") throw requiresAuthentication();
  const { query, variables, operationName } = body;
  if (typeof query !== "string")
    throw new GitHubError(400, "A query attribute must be specified and must be a string.");
  try {
    const document = parse(query);
    const mistakes = validate(servedSchema(), document);
    if (mistakes.length > 0) return { errors: mistakes.map(presentError) };
    const { data, errors } = await execute({
      schema: servedSchema(),
      document,
      rootValue: resolvers(store, caller),
      variableValues: (variables ?? {}) as Record<string, unknown>,
      operationName: typeof operationName === "string" ? operationName : null,
    });
    return { ...(data !== undefined && { data }), ...(errors && { errors: errors.map(presentError) }) };
  } catch (error) {
    if (error instanceof GraphQLError) return { errors: [presentError(error)] };
    throw error;
  }
}

/** GitHub's types of errors, by the status of the same refusal in the REST API. */
const types: Record<number, string> = { 403: "FORBIDDEN", 404: "NOT_FOUND", 422: "UNPROCESSABLE" };

function presentError({ message, path, locations, originalError }: GraphQLError): object {
  const place = { ...(path && { path }), ...(locations && { locations }) };
  if (!(originalError instanceof GitHubError)) {
    if (originalError) console.error(originalError);
    return { ...place, message };
  }
  const type = types[originalError.status];
  const unresolved = "Could not resolve to a node with the global id.";
  return { ...(type && { type }), ...place, message: type === "NOT_FOUND" ? unresolved : message };
}
