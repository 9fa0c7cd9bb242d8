import type { ApiRoute } from "../../../../operator/console/api/route.ts";
import { Refusal } from "../../../../operator/console/server/refusal.ts";
import { serveConsole } from "../../../../operator/console/server/serve-console.ts";
import { type Asked, ask } from "./ask.ts";

export const token = "a-token-of-this-test";
/** Unexpected errors, and the bodies that reached a route that changes something. */
export const failures: unknown[] = [];
export const changes: unknown[] = [];

export const routes: ApiRoute[] = [
  { method: "GET", path: /^things$/, handle: async ({ query }) => ({ asked: query.get("asked") }) },
  { method: "GET", path: /^things\/([\w-]+)$/, handle: async ({ params }) => ({ params }) },
  {
    method: "POST",
    path: /^things$/,
    async handle({ body }) {
      changes.push(body);
      return { name: "\u202Eeman" };
    },
  },
  {
    method: "GET",
    path: /^broken$/,
    async handle() {
      throw new TypeError("secret words of a library");
    },
  },
  {
    method: "GET",
    path: /^refused$/,
    async handle() {
      throw new Refusal(409, "not_done", "It has finished.", "Leave it.");
    },
  },
];

export type Served = Awaited<ReturnType<typeof startServed>>;

/** Starts a server with simple routes. */
export async function startServed() {
  const failed = (error: unknown) => void failures.push(error);
  const { url, close } = await serveConsole({ port: 0, token, routes: async () => routes, failed });
  const port = Number(new URL(url).port);
  return { url, port, close, at: (path: string, asked?: Asked) => ask(port, `/${token}/${path}`, asked) };
}

export const codeOf = ({ text }: { text: string }) => JSON.parse(text).error.code;
