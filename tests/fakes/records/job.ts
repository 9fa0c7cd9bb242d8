import type { Job } from "../../../core/jobs/job.ts";
import type { JobEvent } from "../../../core/jobs/job-event.ts";
import type { EventNote, NewJob } from "../../../core/jobs/job-store.ts";
import { headSha } from "./pull-request.ts";
import { commentedAt } from "./webhook.ts";

export const aNote: EventNote = { actor: "test", reason: "prepared", ids: { delivery: "d-1" } };

/** A job as the dispatcher plans it. */
export function aNewJob(change: Partial<NewJob> = {}): NewJob {
  return {
    job_id: "abcdefghijklmnopqrstuvwxyz-summary",
    intent_key: "5".repeat(64),
    attempt: 1,
    mode: "active",
    delivery_id: "4f2d8c1e-0000-4000-8000-000000000001",
    hook_id: "300",
    received_at: "2026-11-23T08:59:59.000Z",
    repo: "octo-demo/payments",
    repo_id: 77,
    pr_number: 7,
    installation_id: 5,
    source: { kind: "issue_comment", id: 9001, created_at: commentedAt },
    sender: { login: "octavia", id: 11, type: "User" },
    command: { name: "summary", text: "", arguments: {} },
    employee: "summary",
    head_sha: null,
    refusals: [],
    execution_arn: null,
    context_ref: null,
    result_ref: null,
    outcome: null,
    comment: null,
    reaction_id: null,
    ...change,
  };
}

/** A job whose execution has just started. */
export function aJob(change: Partial<Job> = {}): Job {
  const state = change.state ?? "DISPATCHED";
  const at = "2026-11-23T09:00:00.000Z";
  const last_event: JobEvent = { n: 3, from: null, to: state, at, ...aNote };
  return {
    ...aNewJob({ head_sha: headSha, execution_arn: "arn:execution:r1" }),
    state,
    fence: 0,
    version: 3,
    last_event,
    created_at: at,
    updated_at: at,
    ...change,
  };
}
