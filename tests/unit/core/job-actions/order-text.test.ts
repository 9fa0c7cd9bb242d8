import { expect, test } from "@jest/globals";
import { orderText } from "../../../../core/job-actions/order-text.ts";
import type { RetryRefusal } from "../../../../core/jobs/retry-job.ts";

const told = (kind: "cancel" | "retry", result: string | null, job_id: string | null = "j") =>
  orderText({ kind, job_id, result });

const refusals: Record<Exclude<RetryRefusal, "unknown">, RegExp> = {
  under_way: /is still running/,
  not_dispatched: /about to start/,
  answered: /Ask again in a new comment/,
  command_wrong: /Give the corrected command/,
  no_effect: /nothing to retry/,
};

test.each(Object.entries(refusals))("a retry that is refused: %s", (code, said) => {
  expect(told("retry", code)).toMatch(said);
  expect(told("retry", code)).toMatch(/^The job `j` /);
});

test.each(["cancel", "retry"] as const)("%s: done, not allowed, nothing found", (kind) => {
  expect(told(kind, "done")).toMatch(/^The job `j` (is cancelled|is retried)/);
  expect(told(kind, "permission")).toContain("permission that its employee requires");
  for (const nothing of [told(kind, "nothing", null), told(kind, "unknown")]) {
    expect(nothing).toMatch(/^No such job of this pull request .*`\/status` lists the jobs/);
  }
});

test("what is over is not cancelled", () => {
  expect(told("cancel", "over")).toContain("has already finished");
});
