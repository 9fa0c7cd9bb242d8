import { eventTypes } from "./envelope.ts";

export type { Envelope } from "./envelope.ts";

const id = { type: "integer", minimum: 0 } as const;
const text = { type: "string", minLength: 1 } as const;

export const envelopeSchema = {
  $id: "envelope",
  type: "object",
  additionalProperties: false,
  required: [
    "version",
    "delivery_id",
    "hook_id",
    "event_type",
    "action",
    "repo",
    "repo_id",
    "pr_number",
    "comment_id",
    "installation_id",
    "sender",
    "received_at",
    "intent_key",
    "payload_ref",
  ],
  properties: {
    version: { const: 1 },
    delivery_id: text,
    hook_id: text,
    event_type: { enum: eventTypes },
    action: text,
    repo: { type: "string", pattern: "^[^/\\s]+/[^/\\s]+$" },
    repo_id: id,
    pr_number: { ...id, nullable: true },
    comment_id: { ...id, nullable: true },
    installation_id: { ...id, nullable: true },
    sender: {
      type: "object",
      required: ["login", "id", "type"],
      properties: { login: text, id, type: text },
    },
    received_at: text,
    intent_key: { type: "string", pattern: "^[0-9a-f]{64}$" },
    payload_ref: {
      type: "object",
      required: ["kind"],
      oneOf: [
        {
          type: "object",
          required: ["kind", "payload"],
          properties: { kind: { const: "inline" }, payload: { type: "object" } },
        },
        {
          type: "object",
          required: ["kind", "bucket", "key", "sha256", "bytes"],
          properties: {
            kind: { const: "s3" },
            bucket: text,
            key: text,
            sha256: { type: "string", pattern: "^[0-9a-f]{64}$" },
            bytes: id,
          },
        },
      ],
    },
  },
} as const;
