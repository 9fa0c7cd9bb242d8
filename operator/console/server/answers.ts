import type { ServerResponse } from "node:http";
import { InvalidArgumentError } from "commander";
import { revealInvisible } from "../../../core/markdown/invisible.ts";
import { describeFailure } from "../../stack/describe-failure.ts";
import { Refusal } from "./refusal.ts";

/** Nothing but the page's own files runs, loads or frames; nothing is kept; nobody learns the address. */
const guarding = {
  "cache-control": "no-store",
  "content-security-policy":
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
};

export function sendFile(response: ServerResponse, type: string, body: Buffer): void {
  response.writeHead(200, { ...guarding, "content-type": type }).end(body);
}

/** Names and reasons are other people's: what is invisible in them is shown. */
export function sendJson(response: ServerResponse, status: number, value: unknown, headers = {}): void {
  const text = JSON.stringify(value, (_, one) => (typeof one === "string" ? revealInvisible(one) : one));
  const type = { "content-type": "application/json; charset=utf-8" };
  response.writeHead(status, { ...guarding, ...type, ...headers }).end(text);
}

/** What went wrong, and what to do about it. */
export function sendFailure(response: ServerResponse, error: unknown): void {
  const { status, headers, ...told } = failureOf(error);
  sendJson(response, status, { error: told }, headers);
}

function failureOf(error: unknown) {
  if (error instanceof Refusal) {
    const { status, headers, code, message, advice } = error;
    return { status, headers, code, message, advice };
  }
  if (error instanceof InvalidArgumentError) {
    return { status: 400, headers: {}, code: "invalid", message: error.message, advice: "" };
  }
  return { status: 500, headers: {}, code: "failed", ...describeFailure(error) };
}
