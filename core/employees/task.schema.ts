import { type Permission, permissions } from "../github/permission.ts";

/**
 * Version 1 of a task, one format for the runners `lambda`, `webhook` and `github-workflow`. It contains text of users and
 * a link to the context, so it is never logged.
 */
export interface Task {
  version: 1;
  job_id: string;
  /** Counts from 1. A callback names it. */
  attempt: number;
  /** Its name in the roster. */
  employee: string;
  /** The command without its slash, the rest of its line as typed, and the parsed arguments. */
  command: { name: string; text: string; arguments: Record<string, unknown> };
  /** The user who gave the command, with the permission that GitHub confirmed when the context was frozen. */
  requested_by: { login: string; id: number; permission: Permission };
  /** `full_name` is for display: it changes when the repository is renamed or transferred. */
  repository: { id: number; full_name: string };
  pull_request: { number: number; head_sha: string; base_sha: string; base_branch: string };
  /** A link to the frozen context: a GET without headers returns JSON with this SHA-256 (hexadecimal) and size. */
  context: { url: string; sha256: string; bytes: number; expires_at: string };
  /** Where a run reports heartbeats and its result; null for `lambda`, which responds to the call. */
  callback: TaskCallback | null;
  /** ISO 8601 UTC; a result after it is late. */
  deadline: string;
}

export interface TaskCallback {
  url: string;
  /** Name of the secret that signs callbacks (Standard Webhooks). Never its value. */
  secret_id: string;
  expires_at: string;
}

const text = { type: "string", minLength: 1 } as const;
const id = { type: "integer", minimum: 1 } as const;
const sha = { type: "string", pattern: "^[0-9a-f]{40}$|^[0-9a-f]{64}$" } as const;
const time = { type: "string", format: "date-time" } as const;
const url = { type: "string", pattern: "^https?://" } as const;

export const taskSchema = {
  $id: "task",
  type: "object",
  required: [
    ...["version", "job_id", "attempt", "employee", "command", "requested_by", "repository"],
    ...["pull_request", "context", "callback", "deadline"],
  ],
  properties: {
    version: { const: 1 },
    job_id: { type: "string", minLength: 1, maxLength: 80 },
    attempt: id,
    employee: { type: "string", minLength: 1, maxLength: 32 },
    command: {
      type: "object",
      required: ["name", "text", "arguments"],
      properties: { name: text, text: { type: "string" }, arguments: { type: "object" } },
    },
    requested_by: {
      type: "object",
      required: ["login", "id", "permission"],
      properties: { login: text, id, permission: { enum: permissions } },
    },
    repository: {
      type: "object",
      required: ["id", "full_name"],
      properties: { id, full_name: text },
    },
    pull_request: {
      type: "object",
      required: ["number", "head_sha", "base_sha", "base_branch"],
      properties: { number: id, head_sha: sha, base_sha: sha, base_branch: text },
    },
    context: {
      type: "object",
      required: ["url", "sha256", "bytes", "expires_at"],
      properties: {
        url,
        sha256: { type: "string", pattern: "^[0-9a-f]{64}$" },
        bytes: { type: "integer", minimum: 0 },
        expires_at: time,
      },
    },
    callback: {
      type: "object",
      nullable: true,
      required: ["url", "secret_id", "expires_at"],
      properties: { url, secret_id: text, expires_at: time },
    },
    deadline: time,
  },
} as const;
