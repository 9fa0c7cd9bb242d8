import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import { isAnswered } from "../../processes/rig/conversation.ts";

/** A server between GitHub and the webhook endpoint. It learns of answers from GitHub's webhooks, so it need not ask. */
export interface WebhookTap {
  url: string;
  /** Resolves with true when the App has answered on the pull request; with false after the time limit. */
  answer(repo: string, pr: number, limitMs: number): Promise<boolean>;
  stop(): Promise<void>;
}

interface CommentEvent {
  repository: { full_name: string };
  issue: { number: number };
  comment: { id: number; body: string; performed_via_github_app: object | null };
}

export async function startWebhookTap(endpoint: string): Promise<WebhookTap> {
  const waiting = new Map<string, () => void>();
  // A webhook may come twice.
  const seen = new Set<number>();
  const server = createServer(async (request, response) => {
    const body = await buffer(request);
    const { status, text } = await forward(endpoint, request.headers, body);
    response.writeHead(status, { "content-type": "application/json" }).end(text);
    if (request.headers["x-github-event"] === "issue_comment") note(JSON.parse(body.toString("utf8")));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");

  function note({ repository, issue, comment }: CommentEvent): void {
    if (comment.performed_via_github_app === null || !isAnswered(comment) || seen.has(comment.id)) return;
    seen.add(comment.id);
    waiting.get(`${repository.full_name}#${issue.number}`)?.();
  }

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    answer(repo, pr, limitMs) {
      const { promise, resolve } = Promise.withResolvers<boolean>();
      const key = `${repo}#${pr}`;
      waiting.set(key, () => resolve(true));
      const timer = setTimeout(() => resolve(false), limitMs);
      return promise.finally(() => {
        clearTimeout(timer);
        waiting.delete(key);
      });
    },
    async stop() {
      server.closeAllConnections();
      const closed = once(server, "close");
      server.close();
      await closed;
    },
  };
}

/** Returns 502 for an endpoint that is gone, as when the laptop stops. */
async function forward(
  endpoint: string,
  all: NodeJS.Dict<string | string[]>,
  body: Buffer<ArrayBuffer>,
): Promise<{ status: number; text: string }> {
  const own = Object.entries(all).filter(([name]) => /^(x-|content-type$|user-agent$)/.test(name));
  const headers = Object.fromEntries(own.map(([name, value]) => [name, String(value)]));
  try {
    const response = await fetch(endpoint, { method: "POST", headers, body });
    return { status: response.status, text: await response.text() };
  } catch {
    return { status: 502, text: "" };
  }
}
