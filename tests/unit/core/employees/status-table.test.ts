import { expect, test } from "@jest/globals";
import { statusTable } from "../../../../core/employees/status-table.ts";
import { jobStates } from "../../../../core/jobs/job-state.ts";
import { type PullRequestJob, pullRequestJobs } from "../../../../core/jobs/pull-request-jobs.ts";
import { createTestClock } from "../../../fakes/clock.ts";
import { createFakeJobIndex } from "../../../fakes/job-index.ts";
import { createFakeJobStore } from "../../../fakes/job-store.ts";
import { aJob } from "../../../fakes/records/job.ts";
import { pullRequestContext } from "./records.ts";

const aRow = (change: Partial<PullRequestJob> = {}): PullRequestJob => ({
  ...{ job_id: "abc-security", employee: "security", command: "security", sender: "octavia" },
  ...{ state: "WORKER_RUNNING", outcome: null, attempt: 2, comment_id: 12, waiting: null },
  ...{ created_at: "2026-11-01T10:00:00Z", updated_at: "2026-11-01T10:00:30Z" },
  ...change,
});

const rowsOf = (...jobs: PullRequestJob[]) =>
  statusTable(pullRequestContext({ jobs, frozen_at: "2026-11-01T10:05:00Z" }))
    .split("\n")
    .filter((line) => line.startsWith("| `"));

test("a waiting job says for which provider, since when and until when", () => {
  const waiting = {
    ...{ provider: "anthropic", since: "2026-11-01T09:14:30.000Z", until: "2026-11-01T13:14:30.000Z" },
  };
  const text =
    "waiting for `anthropic` since 2026-11-01 09:14 UTC, until about 2026-11-01 13:14 UTC at the latest";
  expect(rowsOf(aRow({ waiting }))[0]).toContain(`| ${text} |`);
  expect(rowsOf(aRow({ waiting, state: "NOTIFIED", outcome: "answered" }))[0]).toContain("| answered |");
});

test("a job that waits in its lane shows its place, until it runs", () => {
  const queued = { place: 2, of: 3, since: "2026-11-01T09:14:30.000Z" };
  expect(rowsOf(aRow({ queued, state: "DISPATCHED" }))[0]).toContain("| queued: place 2 of 3 |");
  expect(rowsOf(aRow({ queued }))[0]).toContain("| running |");
});

test("each job has a row with command, employee, state, user and answer", () => {
  expect(rowsOf(aRow())).toEqual([
    "| `/security` | security | running | 2 | octavia | 4 min ago | [comment](#issuecomment-12) |",
  ]);
  expect(rowsOf(aRow({ comment_id: null }))[0]).toMatch(/\| {2}\|$/);
});

test.each([
  ["2026-11-01T10:04:30Z", "just now"],
  ["2026-11-01T08:06:00Z", "119 min ago"],
  ["2026-11-01T05:05:00Z", "5 h ago"],
  ["2026-10-25T10:05:00Z", "7 d ago"],
])("%s is %s", (updated_at, said) => {
  expect(rowsOf(aRow({ updated_at }))[0]).toContain(`| ${said} |`);
});

test("each state has its own words, and an outcome without an answer is shown", () => {
  const said = jobStates.map((state) => rowsOf(aRow({ state, outcome: "answered" }))[0]?.split(" | ")[2]);
  expect(said).toEqual([
    ...["queued", "queued", "starting", "running", "posting answer", "failed", "answered"],
    ...["ignored", "refused", "cancelled", "replaced by a later one"],
  ]);
  expect(rowsOf(aRow({ state: "NOTIFIED", outcome: "unavailable" }))[0]).toContain("| unavailable |");
  expect(rowsOf(aRow({ state: "NOTIFIED", outcome: "failed" }))[0]).toContain("| failed |");
});

test("a job in shadow says so in every state and does not count as running", () => {
  for (const state of jobStates) {
    expect(rowsOf(aRow({ state, mode: "shadow" }))[0]).toContain("| in shadow: recorded, nothing posted |");
  }
  expect(rowsOf(aRow({ state: "IGNORED", mode: "shadow-run" }))[0]).toContain(
    "| in shadow: runs, nothing posted |",
  );
  const text = statusTable(pullRequestContext({ jobs: [aRow({ state: "RECEIVED", mode: "shadow" })] }));
  expect(text).toContain("### 1 job, none in progress");
});

test("the number in progress is above the table, and the job IDs are below", () => {
  const text = statusTable(pullRequestContext({ jobs: [aRow(), aRow({ job_id: "b", state: "NOTIFIED" })] }));
  expect(text).toContain("### The last 2 jobs, 1 in progress");
  expect(text).toContain("- `abc-security`\n- `b`");
});

test("at most twenty other jobs of the pull request are shown, including those in shadow", async () => {
  const clock = createTestClock();
  const jobs = createFakeJobStore(clock);
  const index = createFakeJobIndex(jobs);
  const own = jobs.put(aJob({ job_id: "own", created_at: "2026-11-24T00:00:00.000Z" }));
  for (let n = 10; n < 40; n += 1) {
    jobs.put(aJob({ job_id: `job-${n}`, created_at: `2026-11-23T09:00:${n}.000Z` }));
  }
  const newest = (await pullRequestJobs(own, { index, jobs })).map(({ job_id }) => job_id);
  expect(newest).toEqual(Array.from({ length: 20 }, (_, n) => `job-${39 - n}`));

  jobs.put(aJob({ job_id: "job-39", created_at: "2026-11-23T09:00:39.000Z", mode: "shadow" }));
  jobs.put(aJob({ job_id: "job-38", created_at: "2026-11-23T09:00:38.000Z", repo_id: 78 }));
  const seen = await pullRequestJobs(own, { index, jobs });
  expect(seen.map(({ job_id }) => job_id)).toEqual([...newest.filter((id) => id !== "job-38"), "job-19"]);
  expect(seen[0]?.mode).toBe("shadow");
});
