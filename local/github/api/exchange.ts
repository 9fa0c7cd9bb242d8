import type { IncomingHttpHeaders } from "node:http";
import type { Caller } from "./caller.ts";
import { notFound } from "./github-error.ts";

/** A REST request whose operation GitHub's OpenAPI description has identified. */
export interface ApiRequest {
  params: Record<string, string>;
  query: URLSearchParams;
  /** Path and query as the client sent them. */
  url: string;
  headers: IncomingHttpHeaders;
  body: Record<string, unknown>;
  caller: Caller;
}

export interface ApiResponse {
  status: number;
  headers?: Record<string, string>;
  /** A string is sent as it is, anything else as JSON. */
  body?: unknown;
}

export type ApiHandler = (request: ApiRequest) => ApiResponse | Promise<ApiResponse>;

/** Handlers by GitHub's operation id, such as `issues/create-comment`. */
export type ApiHandlers = Record<string, ApiHandler>;

export const ok = (body: unknown): ApiResponse => ({ status: 200, body });
export const created = (body: unknown): ApiResponse => ({ status: 201, body });
export const noContent = (): ApiResponse => ({ status: 204 });

/** Returns a positive integer of the path; throws Not Found for anything else. */
export function numberParam(request: ApiRequest, name: string): number {
  const value = Number(request.params[name]);
  if (!Number.isSafeInteger(value) || value < 1) throw notFound();
  return value;
}

/** Returns a text field of the body; "" if the field is missing or not a text. */
export function textField(request: ApiRequest, name: string): string {
  const value = request.body[name];
  return typeof value === "string" ? value : "";
}
