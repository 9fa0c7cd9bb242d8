import { describe, expect, test } from "@jest/globals";
import { checkContent, hasCheckRuns } from "../../../../core/checks/check-content.ts";
import { roster } from "../../../../core/generated/roster.ts";
import type { Job } from "../../../../core/jobs/job.ts";
import { anEmployee } from "../../../fakes/records/employee.ts";
import { aJob, aNote } from "../../../fakes/records/job.ts";

const ended = (state: Job["state"], change: Partial<Job> = {}, reason = "test") =>
  aJob({
    state,
    last_event: { n: 4, from: "DISPATCHED", to: state, at: "2026-11-23T09:05:00.000Z", ...aNote, reason },
    ...change,
  });

const shown = (job: Job, text: string | null = "**Summary**: fine.") =>
  checkContent(job, anEmployee(), text, "in_progress");

test("the employees of commands about jobs have no check runs; all others have", () => {
  const without = roster.filter((employee) => !hasCheckRuns(employee)).map(({ name }) => name);
  expect(without.sort()).toEqual(["cancel", "explain", "help", "retry", "status"]);
});

describe("a running job", () => {
  test("is in progress, can be cancelled, and links to its comment", () => {
    const comment = { phase: "POSTED" as const, id: 101, continuation_ids: [] };
    expect(shown(aJob({ comment }))).toEqual({
      external_id: "abcdefghijklmnopqrstuvwxyz-summary",
      name: "Summary",
      status: "in_progress",
      conclusion: null,
      title: "Running",
      summary: "**Summary**: fine.",
      actions: [{ label: "Cancel", description: "Stop this job", identifier: "cancel" }],
      fragment: "issuecomment-101",
      pr_number: 7,
      started_at: "2026-11-23T09:00:00.000Z",
      completed_at: null,
    });
  });

  test("links to its comment in a thread on the diff", () => {
    const comment = { phase: "POSTED" as const, id: 101, continuation_ids: [], thread: 90 };
    expect(shown(aJob({ comment })).fragment).toBe("discussion_r101");
    expect(shown(aJob({ comment: { ...comment, phase: "REMOVED" } })).fragment).toBeNull();
  });

  test("is queued while it waits", () => {
    const content = checkContent(aJob(), anEmployee(), "Place 2", "queued");
    expect(content).toMatchObject({
      status: "queued",
      title: "Waiting for an earlier job",
      conclusion: null,
    });
  });

  test("starts when a person retried it", () => {
    expect(shown(aJob({ attempt: 2, retried_at: "2026-11-24T10:00:00.000Z" })).started_at).toBe(
      "2026-11-24T10:00:00.000Z",
    );
  });
});

describe("a finished job", () => {
  const passing = [{ code: "permission", message: "no" }];
  const wrong = [{ code: "arguments", message: "no" }];

  test.each<[string, Job, string, string, boolean]>([
    ["answered", ended("NOTIFIED", { outcome: "answered" }), "Answered", "neutral", false],
    ["unavailable", ended("NOTIFIED", { outcome: "unavailable" }), "Unavailable", "failure", true],
    ["failed", ended("NOTIFIED", { outcome: "failed" }, "timeout"), "Failed (timeout)", "failure", true],
    ["failed by its employee", ended("NOTIFIED", { outcome: "failed" }, "failed"), "Failed", "failure", true],
    ["refused", ended("REFUSED", { refusals: passing }), "Didn't run", "action_required", true],
    ["wrong", ended("REFUSED", { refusals: wrong }), "Didn't run", "action_required", false],
    ["cancelled", ended("CANCELLED"), "Cancelled", "cancelled", true],
    ["not reported", ended("CANCELLED", {}, "untold: timeout"), "Failed (timeout)", "failure", true],
    ["superseded", ended("SUPERSEDED"), "Replaced by a later command", "cancelled", false],
  ])("%s", (_what, job, title, conclusion, retryable) => {
    expect(shown(job)).toMatchObject({
      ...{ status: "completed", title, conclusion, completed_at: "2026-11-23T09:05:00.000Z" },
      actions: retryable ? [{ label: "Retry", identifier: "retry" }] : [],
    });
  });

  test("without a text names its job", () => {
    expect(shown(ended("CANCELLED"), null).summary).toBe(
      "Cancelled. Job `abcdefghijklmnopqrstuvwxyz-summary`.",
    );
  });

  test("of an employee that no longer exists keeps its name", () => {
    expect(checkContent(ended("CANCELLED"), undefined, null, "in_progress").name).toBe("summary");
  });

  test("shows a failure's code only if it is a word", () => {
    expect(shown(ended("NOTIFIED", { outcome: "failed" }, "<b>bold</b>")).title).toBe("Failed");
  });
});

test("the labels, descriptions and identifiers of buttons are as short as GitHub requires", () => {
  const buttons = [shown(aJob()), shown(ended("CANCELLED"))].flatMap(({ actions }) => actions);
  expect(buttons).toHaveLength(2);
  for (const { label, description, identifier } of buttons) {
    expect([label.length <= 20, description.length <= 40, identifier.length <= 20]).toEqual([
      true,
      true,
      true,
    ]);
  }
});

test.each([
  ["one byte a character", "line\n\n".repeat(12_000)],
  ["three bytes a character", "漢字。\n\n".repeat(11_000)],
])("a long answer of %s is cut below GitHub's 65,535 bytes", (_what, text) => {
  const { summary } = shown(ended("NOTIFIED", { outcome: "answered" }), text);
  expect(Buffer.byteLength(summary)).toBeLessThanOrEqual(65_535);
  expect(Buffer.byteLength(summary)).toBeGreaterThan(15_000);
  expect(summary).toMatch(/^_\(part 1 of \d+\)_/);
});
