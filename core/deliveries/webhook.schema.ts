/** The fields read from GitHub's payloads: https://docs.github.com/en/webhooks/webhook-events-and-payloads */
export interface WebhookPayload {
  action: string;
  repository: { id: number; full_name: string; node_id?: string | null };
  sender: { login: string; id: number; type: string };
  installation?: { id: number } | null;
  issue?: { number: number; pull_request?: object | null };
  pull_request?: { number: number; head?: { sha: string } | null };
  comment?: Comment;
  review?: {
    id: number;
    node_id?: string | null;
    body: string | null;
    submitted_at: string | null;
    user?: Author;
  };
  check_run?: {
    id: number;
    /** Id of the job, in check runs of ours. */
    external_id: string | null;
    conclusion: string | null;
    started_at: string | null;
    completed_at: string | null;
    app: { id: number | null } | null;
    pull_requests?: NumberedPull[];
  };
  check_suite?: {
    id: number;
    head_sha: string;
    updated_at: string | null;
    app: { id: number | null } | null;
    pull_requests?: NumberedPull[];
  };
  /** The button of a check run. */
  requested_action?: { identifier?: string } | null;
}

/** GitHub also names pull requests of other repositories with the same commit. */
interface NumberedPull {
  number: number;
  base?: { repo?: { id: number } | null };
}

interface Comment {
  id: number;
  /** GraphQL's ID. */
  node_id?: string | null;
  body: string;
  created_at: string;
  updated_at: string;
  user?: Author;
  /** The first comment of its thread on the diff; missing in that one. */
  in_reply_to_id?: number | null;
}

/** Null for a deleted account. */
type Author = { login: string } | null;

/** Larger IDs are not exact as numbers, and the tables cannot store them. */
const id = { type: "integer", minimum: 0, maximum: Number.MAX_SAFE_INTEGER } as const;
const text = { type: "string" } as const;
const time = { type: "string", format: "date-time", maxLength: 40 } as const;
const numbered = { type: "object", required: ["number"], properties: { number: id } } as const;

const node_id = { type: "string", nullable: true, maxLength: 256 } as const;
const login = { type: "string", pattern: "^[A-Za-z0-9_-]{1,100}(?:\\[bot\\])?$" } as const;
const pathPart = "(?!\\.\\.?(?:/|$))[A-Za-z0-9_.-]{1,100}";

const repository = {
  type: "object",
  required: ["id", "full_name"],
  // Request paths contain the name, and `.` or `..` would lead elsewhere.
  properties: { id, node_id, full_name: { type: "string", pattern: `^${pathPart}/${pathPart}$` } },
} as const;

const sender = {
  type: "object",
  required: ["login", "id", "type"],
  properties: {
    login,
    id,
    type: { type: "string", pattern: "^[A-Za-z]{1,64}$" },
  },
} as const;

const user = {
  type: "object",
  nullable: true,
  required: ["login"],
  properties: { login },
} as const;

const comment = {
  type: "object",
  required: ["id", "body", "created_at", "updated_at"],
  properties: {
    ...{ id, node_id },
    body: text,
    created_at: time,
    updated_at: time,
    user,
    in_reply_to_id: { ...id, nullable: true },
  },
} as const;

const review = {
  type: "object",
  required: ["id"],
  properties: {
    ...{ id, node_id },
    body: { type: "string", nullable: true },
    submitted_at: { ...time, nullable: true },
    user,
  },
} as const;

const app = {
  type: "object",
  nullable: true,
  required: ["id"],
  properties: { id: { ...id, nullable: true } },
} as const;
const optionalText = { type: "string", nullable: true, maxLength: 256 } as const;
const optionalTime = { ...time, nullable: true } as const;

const pullRequests = {
  type: "array",
  items: {
    ...numbered,
    properties: {
      number: id,
      base: {
        type: "object",
        properties: { repo: { type: "object", nullable: true, required: ["id"], properties: { id } } },
      },
    },
  },
} as const;

const checkRun = {
  type: "object",
  required: ["id", "external_id", "conclusion", "started_at", "completed_at", "app"],
  properties: {
    ...{ id, external_id: optionalText, conclusion: optionalText },
    ...{ started_at: optionalTime, completed_at: optionalTime, app, pull_requests: pullRequests },
  },
} as const;

const checkSuite = {
  type: "object",
  required: ["id", "head_sha", "updated_at", "app"],
  properties: {
    ...{ id, updated_at: optionalTime, app, pull_requests: pullRequests },
    head_sha: { type: "string", pattern: "^[0-9a-f]{40}$" },
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
    pull_request: {
      ...numbered,
      properties: {
        number: id,
        head: { type: "object", nullable: true, required: ["sha"], properties: { sha: text } },
      },
    },
    comment,
    review,
    check_run: checkRun,
    check_suite: checkSuite,
    requested_action: {
      type: "object",
      nullable: true,
      properties: { identifier: { type: "string", maxLength: 64 } },
    },
  },
} as const;
