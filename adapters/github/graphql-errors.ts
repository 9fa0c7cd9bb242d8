import { asRecord } from "../../core/json-value.ts";

/** One entry of `errors` in a GraphQL response. */
export interface GraphqlError {
  /** GitHub's word for the kind of error; missing for failures and for queries that its schema does not know. */
  type?: string;
  path?: unknown[];
  message?: string;
  /** In errors about the query itself, such as `undefinedField`. */
  extensions?: { code?: string };
}

/** Kinds of errors that would come again: the query was understood and a part of it refused. */
const refusals = ["NOT_FOUND", "FORBIDDEN", "UNPROCESSABLE", "INSUFFICIENT_SCOPES"];

/**
 * Returns the rate limit or the failure in a GraphQL response with status 200, as Octokit's error with the status that
 * the REST API would have; null for any other response.
 */
export function graphqlFailure({ data, headers, url }: Response, request: object): Error | null {
  if (!url.endsWith("/graphql")) return null;
  const errors = errorsOf(asRecord(data));
  const limit = errors.find(({ type }) => type === "RATE_LIMITED" || type === "RATE_LIMIT");
  const secondary = errors.find(({ message = "" }) => /secondary rate limit|abuse detection/i.test(message));
  const failure = errors.find((error) => !isRefusal(error));
  const [status, message] = secondary
    ? [403, secondary.message]
    : limit
      ? [403, "API rate limit exceeded"]
      : [502, "The query failed"];
  if (!secondary && !limit && !failure) return null;
  return Object.assign(new Error(message), {
    status,
    request,
    response: { status, headers, data: { message } },
  });
}

interface Response {
  data: unknown;
  headers: object;
  url: string;
}

function isRefusal({ type = "", extensions }: GraphqlError): boolean {
  return refusals.includes(type) || extensions?.code !== undefined;
}

/** A GraphQL response with errors: the rest of its data, and what was refused. */
export interface PartialAnswer {
  data: unknown;
  errors: GraphqlError[];
}

/** Reads what Octokit throws for a response with `errors`; null for any other error. */
export function partialAnswer(error: unknown): PartialAnswer | null {
  if (!(error instanceof Error) || error.name !== "GraphqlResponseError") return null;
  const answer = asRecord(error);
  return { data: answer.data, errors: errorsOf(answer) };
}

/** Returns whether GitHub's schema does not know the query, as on an older GitHub Enterprise Server. */
export function isUnknownQuery({ errors }: PartialAnswer): boolean {
  return errors.some(({ type, extensions }) => type === undefined && extensions?.code !== undefined);
}

function errorsOf({ errors }: Record<string, unknown>): GraphqlError[] {
  return Array.isArray(errors) ? errors.map((error) => asRecord(error)) : [];
}
