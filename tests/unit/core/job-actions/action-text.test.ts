import { expect, test } from "@jest/globals";
import { actionText } from "../../../../core/job-actions/action-text.ts";
import type { RetryRefusal } from "../../../../core/jobs/retry-job.ts";

const text = (kind: "cancel" | "retry", result: string | null, job_id: string | null = "j") =>
  actionText({ kind, job_id, result });

const refusals: Record<Exclude<RetryRefusal, "unknown">, RegExp> = {
  under_way: /is still running/,
  not_dispatched: /about to start/,
  answered: /Ask again in a new comment/,
  command_wrong: /Post the corrected command/,
  no_effect: /nothing to retry/,
};

test.each(Object.entries(refusals))("a retry that is refused: %s", (code, expected) => {
  expect(text("retry", code)).toMatch(expected);
  expect(text("retry", code)).toMatch(/^The job `j` /);
});

test.each(["cancel", "retry"] as const)("%s: done, not allowed, nothing found", (kind) => {
  expect(text(kind, "done")).toMatch(/^The job `j` (is cancelled|is being retried)/);
  expect(text(kind, "permission")).toContain("permission that its employee requires");
  for (const nothing of [text(kind, "nothing", null), text(kind, "unknown")]) {
    expect(nothing).toMatch(/^No matching job on this pull request .*`\/status` lists the jobs/);
  }
});

test("a finished job is not cancelled", () => {
  expect(text("cancel", "over")).toContain("has already finished");
});
