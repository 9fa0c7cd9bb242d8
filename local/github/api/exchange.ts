import type { IncomingHttpHeaders } from "node:http";
import { reachesRepository } from "../state/app.ts";
import type { GitHubStore } from "../state/github-store.ts";
import type { Repository, User } from "../state/records.ts";
import type { Caller } from "./caller.ts";
import { notFound } from "./github-error.ts";

/** One request to the REST API, already matched with GitHub's description of it. */
export interface ApiRequest {
  params: Record<string, string>;
  query: URLSearchParams;
  /** Path and query as they were asked. */
  url: string;
  headers: IncomingHttpHeaders;
  body: Record<string, unknown>;
  caller: Caller;
}

export interface ApiAnswer {
  status: number;
  headers?: Record<string, string>;
  /** A string is sent as it is, anything else as JSON. */
  body?: unknown;
}

export type ApiHandler = (request: ApiRequest) => ApiAnswer | Promise<ApiAnswer>;

/** Handlers by GitHub's operation id, such as `issues/create-comment`. */
export type ApiHandlers = Record<string, ApiHandler>;

export const ok = (body: unknown): ApiAnswer => ({ status: 200, body });
export const created = (body: unknown): ApiAnswer => ({ status: 201, body });
export const noContent = (): ApiAnswer => ({ status: 204 });

export function numberParam(request: ApiRequest, name: string): number {
  const value = Number(request.params[name]);
  if (!Number.isSafeInteger(value) || value < 1) throw notFound();
  return value;
}

/** Throws Not Found for a private repository that an installation's token does not reach. */
export function repositoryOf(store: GitHubStore, { params, caller }: ApiRequest): Repository {
  const { owner = "", repo = "" } = params;
  const repository = store.repository(owner, repo);
  const isHidden = caller.kind === "installation" && !reachesRepository(caller.token, repository);
  if (repository.private && isHidden) throw notFound();
  return repository;
}

/** Who an object is written by: the person, or the App's bot. */
export function authorOf(store: GitHubStore, request: ApiRequest): User {
  return request.caller.kind === "person" ? store.user(request.caller.login) : store.bot;
}

export function textField(request: ApiRequest, name: string): string {
  const value = request.body[name];
  return typeof value === "string" ? value : "";
}
