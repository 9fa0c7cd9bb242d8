import type { CheckContent } from "../../../core/checks/check-runs.ts";

/** A check run of a job that is running. */
export function aCheckContent(change: Partial<CheckContent> = {}): CheckContent {
  return {
    external_id: "abcdefghijklmnopqrstuvwxyz-summary",
    name: "Summary",
    status: "in_progress",
    conclusion: null,
    title: "Running",
    summary: "**Summary** is working on it.",
    actions: [{ label: "Cancel", description: "Stop this job", identifier: "cancel" }],
    fragment: "issuecomment-101",
    pr_number: 7,
    started_at: "2026-11-23T09:00:00.000Z",
    completed_at: null,
    ...change,
  };
}
