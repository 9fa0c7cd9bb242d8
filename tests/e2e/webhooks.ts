import { createHmac, randomUUID } from "node:crypto";
import { readEnv } from "../../functions/core/environment.ts";
import { examplesOf } from "./examples.ts";

const env = readEnv(process.env, ["WEBHOOK_URL", "GITHUB_URL", "WEBHOOK_SECRET"]);

export const webhookUrl = env.WEBHOOK_URL;
export const githubUrl = env.GITHUB_URL;

export interface Delivery {
  event: string;
  guid: string;
  body: string;
  secret?: string;
}

export interface Answer {
  status: number;
  body: Record<string, unknown>;
  milliseconds: number;
}

/** Sends a delivery as GitHub does. */
export async function deliver({ event, guid, body, secret = env.WEBHOOK_SECRET }: Delivery): Promise<Answer> {
  const started = Date.now();
  const response = await fetch(webhookUrl, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      "x-github-event": event,
      "x-github-delivery": guid,
      "x-github-hook-id": "471100815",
      "x-hub-signature-256": `sha256=${createHmac("sha256", secret).update(body).digest("hex")}`,
    },
    body,
  });
  const answer = (await response.json()) as Record<string, unknown>;
  return { status: response.status, body: answer, milliseconds: Date.now() - started };
}

let nextComment = Date.now();

export interface CommentOptions {
  body: string;
  login?: string;
  repo?: string;
  pr?: number;
  /** Characters that the payload is to be larger by. */
  padding?: number;
}

/** GitHub's own example of a new comment on a pull request, with other words of another person. */
export function commentDelivery(options: CommentOptions): Delivery {
  const { body, login = "octavia", repo = "octo-demo/payments", pr = 7, padding = 0 } = options;
  const [owner = "", name = ""] = repo.split("/");
  const example = examplesOf("issue_comment").find(({ action }) => action === "created");
  const payload = structuredClone(example) as unknown as CommentPayload;
  const now = new Date().toISOString();
  Object.assign(payload.issue, {
    number: pr,
    pull_request: { url: `${githubUrl}/repos/${repo}/pulls/${pr}` },
  });
  Object.assign(payload.comment, { id: nextComment++, body, created_at: now, updated_at: now });
  Object.assign(payload.repository, { name, full_name: repo });
  payload.repository.owner.login = owner;
  payload.sender.login = login;
  payload.sender.type = login.endsWith("[bot]") ? "Bot" : "User";
  payload.comment.user.login = login;
  return {
    event: "issue_comment",
    guid: randomUUID(),
    body: JSON.stringify({ ...payload, padding: "x".repeat(padding) }),
  };
}

interface CommentPayload {
  issue: object;
  comment: { user: { login: string } };
  repository: { owner: { login: string } };
  sender: { login: string; type: string };
}
