import type { ServerResponse } from "node:http";
import { revealInvisible } from "../../../core/markdown/invisible.ts";
import { describeFailure } from "../../stack/describe-failure.ts";
import { InvalidInputError } from "../../stack/input.ts";
import { Refusal } from "./refusal.ts";

/** Only the page's own files may run, load or frame it; nothing is cached; links do not reveal the URL. */
const securityHeaders = {
  "cache-control": "no-store",
  "content-security-policy":
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
};

export function sendFile(response: ServerResponse, type: string, body: Buffer): void {
  response.writeHead(200, { ...securityHeaders, "content-type": type }).end(body);
}

/** Sends JSON with invisible characters made visible: users of GitHub choose names and reasons. */
export function sendJson(response: ServerResponse, status: number, value: unknown, headers = {}): void {
  const text = JSON.stringify(value, (_, one) => (typeof one === "string" ? revealInvisible(one) : one));
  const type = { "content-type": "application/json; charset=utf-8" };
  response.writeHead(status, { ...securityHeaders, ...type, ...headers }).end(text);
}

/** Sends what happened and what to do. */
export function sendFailure(response: ServerResponse, error: unknown): void {
  const { status, headers, ...text } = failureOf(error);
  sendJson(response, status, { error: text }, headers);
}

function failureOf(error: unknown) {
  if (error instanceof Refusal) {
    const { status, headers, code, message, advice } = error;
    return { status, headers, code, message, advice };
  }
  if (error instanceof InvalidInputError) {
    return { status: 400, headers: {}, code: "invalid", message: error.message, advice: "" };
  }
  return { status: 500, headers: {}, code: "failed", ...describeFailure(error) };
}
