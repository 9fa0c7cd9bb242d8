import { randomInt, randomUUID } from "node:crypto";
import { readEnv } from "../../core/environment.ts";
import { stableId } from "../../local/github/state/ids.ts";
import { timestamp } from "../../local/github/state/timestamps.ts";
import { signatureOf } from "../fakes/webhooks/signed-event.ts";
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

/** Sends a delivery as GitHub does; GitHub has the comment by then. */
export async function deliver({ event, guid, body, secret = env.WEBHOOK_SECRET }: Delivery): Promise<Answer> {
  await informGitHub(event, body);
  const started = Date.now();
  const response = await fetch(webhookUrl, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      "x-github-event": event,
      "x-github-delivery": guid,
      "x-github-hook-id": "471100815",
      "x-hub-signature-256": signatureOf(body, secret),
    },
    body,
  });
  const answer = (await response.json()) as Record<string, unknown>;
  return { status: response.status, body: answer, milliseconds: Date.now() - started };
}

/**
 * The laptop's GitHub notices deliveries that it did not send; the GitHub beside a deployed stack must be
 * informed.
 */
async function informGitHub(event: string, body: string): Promise<void> {
  if (!withText.includes(event)) return;
  const response = await fetch(`${githubUrl}/_sim/delivered`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ event, payload: JSON.parse(body) }),
  });
  if (!response.ok) throw new Error(`GitHub's simulator answered with ${response.status}`);
}

const withText = ["issue_comment", "pull_request_review", "pull_request_review_comment"];

/** Below the IDs that the simulator assigns. */
const newCommentId = () => randomInt(1_000_000_000, 4_000_000_000);

export interface CommentOptions {
  body: string;
  /** The ID of an existing comment; by default a new one. */
  id?: number;
  login?: string;
  repo?: string;
  pr?: number;
  /** Characters of padding in the payload. */
  padding?: number;
}

/** GitHub's own example of a new comment on a pull request, with this text and sender. */
export function commentDelivery(options: CommentOptions): Delivery {
  const { body, login = "octavia", repo = "octo-demo/payments", pr = 7, padding = 0 } = options;
  const { id = newCommentId() } = options;
  const [owner = "", name = ""] = repo.split("/");
  const example = examplesOf("issue_comment").find(({ action }) => action === "created");
  const payload = structuredClone(example) as unknown as CommentPayload;
  const now = timestamp();
  Object.assign(payload.issue, {
    number: pr,
    pull_request: { url: `${githubUrl}/repos/${repo}/pulls/${pr}` },
  });
  Object.assign(payload.comment, { id, body, created_at: now, updated_at: now });
  Object.assign(payload.repository, { id: stableId(repo), name, full_name: repo });
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
