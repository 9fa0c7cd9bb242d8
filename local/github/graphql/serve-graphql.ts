import type { RequestListener } from "node:http";
import { asRecord } from "../../../core/json-value.ts";
import type { Caller } from "../api/caller.ts";
import { errorBody, GitHubError } from "../api/github-error.ts";
import { type SimulatorRequest, send } from "../simulator/operations.ts";
import type { GitHubStore } from "../state/github-store.ts";
import { executeQuery } from "./execute-query.ts";

/** GitHub's own path, and that of a GitHub Enterprise Server, whose REST API is under `/api/v3`. */
const paths = ["/graphql", "/api/graphql"];

interface GraphqlOptions {
  store: GitHubStore;
  readCaller(authorization: string | undefined): Caller;
}

/** Returns a listener that executes GraphQL requests and passes every other request on. */
export function serveGraphql(
  others: RequestListener,
  { store, readCaller }: GraphqlOptions,
): RequestListener {
  return async (request, response) => {
    if (request.method !== "POST" || !paths.includes(request.url ?? "")) return others(request, response);
    const headers = { "x-ratelimit-resource": "graphql" };
    try {
      const caller = readCaller(request.headers.authorization);
      const body = asRecord((request as SimulatorRequest).body);
      send(response, 200, await executeQuery(store, caller, body), headers);
    } catch (error) {
      const failure = error instanceof GitHubError ? error : new GitHubError(500, "Server Error");
      if (failure !== error) console.error(error);
      const page = "https://docs.github.com/graphql/guides/forming-calls-with-graphql";
      send(response, failure.status, errorBody(failure, page), headers);
    }
  };
}
