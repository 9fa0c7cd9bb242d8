import type { CallbackBody } from "../../core/callbacks/callback.schema.ts";
import type { EmployeeResult } from "../../core/employees/runner.ts";
import type { Task } from "../../core/employees/task.schema.ts";

const job_id = "k3v0q2m8x5s7a1c9e4g6i0-legacy-bot";
const deadline = "2026-11-23T09:10:00.000Z";

const task: Task = {
  version: 1,
  job_id,
  attempt: 1,
  employee: "legacy-bot",
  command: { name: "whitespace", text: "strict=true", arguments: { strict: true } },
  requested_by: { login: "octavia", id: 583231, permission: "write" },
  repository: { id: 77, full_name: "octo-demo/payments" },
  pull_request: {
    number: 7,
    head_sha: "5c1d7a0000000000000000000000000000000001",
    base_sha: "0a0b0c0000000000000000000000000000000001",
    base_branch: "main",
  },
  context: {
    url: "https://bucket.s3.us-east-1.amazonaws.com/contexts/….json?X-Amz-Signature=…",
    sha256: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    bytes: 48_213,
    expires_at: deadline,
  },
  callback: {
    url: "https://hooks.example.com/callbacks/…",
    secret_id: "pr-comment-automation/prod/employees/legacy-bot",
    expires_at: deadline,
  },
  deadline,
};

export const taskExamples: Task[] = [task];

const result: EmployeeResult = {
  version: 1,
  outcome: "answered",
  markdown: "Two lines end with a space.",
  findings: [
    { path: "src/refund.ts", line: 12, severity: "low", title: "Trailing space", body: "Remove it." },
  ],
  coverage: { files_reviewed: 3, files_total: 3 },
  usage: { input_tokens: 1_200, output_tokens: 80, model: "anthropic/claude-haiku-5-5" },
  cost: { dollars: 0.002 },
};

export const resultExamples: EmployeeResult[] = [
  result,
  {
    version: 1,
    outcome: "failed",
    markdown: "The linter's configuration is invalid: see line 3.",
    usage: null,
  },
];

export const callbackExamples: CallbackBody[] = [
  { type: "heartbeat", job_id, attempt: 1, progress: "3 of 9 files" },
  { type: "result", job_id, attempt: 1, ...result } as CallbackBody & EmployeeResult,
];
