import { beforeEach, describe, expect, test } from "@jest/globals";
import { endText } from "../../../../core/answering/final-text.ts";
import { PermanentError } from "../../../../core/errors.ts";
import type { Job } from "../../../../core/jobs/job.ts";
import { createFakeCallbackStore } from "../../../fakes/callback-store.ts";
import { aRoster } from "../../../fakes/records/employee.ts";
import { aJob } from "../../../fakes/records/job.ts";

const key = "c".repeat(64);
let callbacks: ReturnType<typeof createFakeCallbackStore>;

beforeEach(async () => {
  callbacks = createFakeCallbackStore();
  const run = { key, job_id: "job-1", attempt: 1, employee: "summary" };
  const rest = { result_key: "results/r.json", task_token: "token", expires_at: "2026-11-24T09:00:00Z" };
  await callbacks.open({ ...run, ...rest });
});

function ended(state: Job["state"], event: Partial<Job["last_event"]>, change: Partial<Job> = {}): Job {
  const job = aJob({ state, ...change });
  return { ...job, last_event: { ...job.last_event, ...event } };
}

const textOf = (job: Job) => endText(job, { roster: aRoster(), callbacks });
const cancelled = (change: Partial<Job> = {}) =>
  ended("CANCELLED", { actor: "github:wendy", reason: "/cancel x" }, { callback: key, ...change });

test.each([
  [ended("CANCELLED", { actor: "github:wendy", reason: "/cancel x" }), "was cancelled by wendy."],
  [
    ended("CANCELLED", { reason: "pull_request_closed" }),
    "was cancelled because the pull request was closed.",
  ],
  [ended("CANCELLED", { reason: "pull_request_pushed" }), "was cancelled because new commits were pushed."],
  [
    ended("SUPERSEDED", { reason: "superseded", ids: { superseded_by: "job-2" } }),
    "was replaced by a later request, job `job-2`.",
  ],
])("%#: the comment says why the job ended", async (job, text) => {
  expect(await textOf(job)).toContain(text);
});

test("a withdrawn command gets no comment", async () => {
  expect(await textOf(ended("CANCELLED", { reason: "comment_deleted" }))).toBeNull();
});

describe("an employee outside", () => {
  test.each([
    ["heard", "confirmed the cancellation."],
    ["refused", "did not confirm the cancellation. Its result will be ignored."],
    ["unreachable", "could not be reached. Its result will be ignored."],
  ] as const)("that was %s is named in the comment", async (notice, text) => {
    await callbacks.note(key, { notice });
    expect(await textOf(cancelled())).toContain(`was cancelled by wendy. **Summary** ${text}`);
  });

  test("is not mentioned before it has answered, or for an earlier attempt", async () => {
    expect(await textOf(cancelled())).toMatch(/was cancelled by wendy\.\n/);
    await callbacks.note(key, { notice: "heard" });
    expect(await textOf(cancelled({ attempt: 2 }))).toMatch(/was cancelled by wendy\.\n/);
  });

  test("that has left the roster is named by its name", async () => {
    await callbacks.note(key, { notice: "heard" });
    expect(await textOf(cancelled({ employee: "gone" }))).toContain("**gone** confirmed");
  });
});

test("a failure that could not be posted needs its employee", async () => {
  const job = ended("CANCELLED", { reason: "untold: github_failed, after timeout" }, { employee: "gone" });
  await expect(textOf(job)).rejects.toBeInstanceOf(PermanentError);
});
