/** What is read of GitHub's payloads: https://docs.github.com/en/webhooks/webhook-events-and-payloads */
export interface WebhookPayload {
  action: string;
  repository: { id: number; full_name: string };
  sender: { login: string; id: number; type: string };
  installation?: { id: number } | null;
  issue?: { number: number; pull_request?: object | null };
  pull_request?: { number: number };
  comment?: { id: number; body: string; created_at: string; updated_at: string };
  review?: { id: number; body: string | null; submitted_at: string | null };
}

const id = { type: "integer", minimum: 0 } as const;
const text = { type: "string" } as const;
const numbered = { type: "object", required: ["number"], properties: { number: id } } as const;

const repository = {
  type: "object",
  required: ["id", "full_name"],
  properties: { id, full_name: { type: "string", pattern: "^[A-Za-z0-9_.-]+/[A-Za-z0-9_.-]+$" } },
} as const;

const sender = {
  type: "object",
  required: ["login", "id", "type"],
  properties: { login: text, id, type: text },
} as const;

const comment = {
  type: "object",
  required: ["id", "body", "created_at", "updated_at"],
  properties: { id, body: text, created_at: text, updated_at: text },
} as const;

const review = {
  type: "object",
  required: ["id"],
  properties: {
    id,
    body: { type: "string", nullable: true },
    submitted_at: { type: "string", nullable: true },
  },
} as const;

export const webhookPayloadSchema = {
  $id: "webhook-payload",
  type: "object",
  required: ["action", "repository", "sender"],
  properties: {
    action: { type: "string", minLength: 1, maxLength: 64 },
    repository,
    sender,
    installation: { type: "object", nullable: true, required: ["id"], properties: { id } },
    issue: {
      ...numbered,
      properties: { number: id, pull_request: { type: "object", nullable: true } },
    },
    pull_request: numbered,
    comment,
    review,
  },
} as const;
