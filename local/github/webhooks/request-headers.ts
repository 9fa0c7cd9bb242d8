import { createHmac } from "node:crypto";
import type { GitHubApp } from "../state/app.ts";
import type { Hook } from "./hook.ts";

const mediaTypes = { json: "application/json", form: "application/x-www-form-urlencoded" };

/** Returns the body of a delivery in the hook's content type. */
export function requestBody(hook: Hook, payload: string): string {
  return hook.contentType() === "json" ? payload : new URLSearchParams({ payload }).toString();
}

/** Returns the headers that GitHub sends with a delivery; they sign `body` byte by byte. */
export function requestHeaders(
  hook: Hook,
  app: GitHubApp,
  event: string,
  guid: string,
  body: string,
): Record<string, string> {
  const sign = (algorithm: string) => createHmac(algorithm, hook.secret()).update(body).digest("hex");
  return {
    Accept: "*/*",
    "Content-Type": mediaTypes[hook.contentType()],
    "User-Agent": "GitHub-Hookshot/5ec1a7e",
    "X-GitHub-Delivery": guid,
    "X-GitHub-Event": event,
    "X-GitHub-Hook-ID": String(hook.id),
    "X-GitHub-Hook-Installation-Target-ID": String(app.id),
    "X-GitHub-Hook-Installation-Target-Type": "integration",
    "X-Hub-Signature": `sha1=${sign("sha1")}`,
    "X-Hub-Signature-256": `sha256=${sign("sha256")}`,
  };
}
