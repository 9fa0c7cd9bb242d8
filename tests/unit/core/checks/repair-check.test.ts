import { describe, expect, test } from "@jest/globals";
import { repairCheck } from "../../../../core/checks/repair-check.ts";
import type { Job } from "../../../../core/jobs/job.ts";
import type { StatusCheck } from "../../../../core/jobs/status-check.ts";
import { createStepPorts } from "../../../fakes/answering.ts";
import { showStatus } from "../../../fakes/check-runs.ts";
import { headSha } from "../../../fakes/records/pull-request.ts";

const running = { status: "in_progress", text: "is working" } as const;
const other = "f".repeat(40);

/** A job that was shown as running and then ended, with this record of its check run. */
async function endedJob(check: Partial<StatusCheck> = {}, change: Partial<Job> = {}) {
  const ports = createStepPorts();
  await showStatus(ports.job, running, ports);
  const shown = await ports.stored();
  if (!shown.check) throw new Error("No check run was shown");
  const note = { actor: "operator:ada", reason: "x", ids: {} };
  const ended = await ports.jobs.transition(shown, "CANCELLED", note);
  ports.jobs.put({ ...ended, check: { ...shown.check, ...check }, ...change });
  return {
    ...ports,
    repair: async () => repairCheck(await ports.stored(), ports),
    open: () => ports.checks.runs.filter(({ status }) => status !== "completed").map(({ id }) => id),
    own: () =>
      ports.checks.runs.filter(({ external_id }) => external_id === ports.job.job_id).map(({ id }) => id),
  };
}

test("a check run in progress is completed, and then left alone", async () => {
  const { checks, repair, stored } = await endedJob();
  expect(await repair()).toBe(true);
  expect(checks.runs).toMatchObject([{ status: "completed", conclusion: "cancelled", title: "Cancelled" }]);
  expect((await stored()).check).toEqual({ sha: headSha, id: 901, status: "completed", attempt: 1 });
  checks.calls.length = 0;
  expect(await repair()).toBe(false);
  expect(checks.calls).toEqual([]);
});

test("its summary is the text of the status comment", async () => {
  const { checks, repair } = await endedJob();
  await repair();
  expect(checks.runs[0]?.summary).toContain("was cancelled by an operator");
});

test("a check run that GitHub listed late is found, and only one stays", async () => {
  const { checks, job, repair, own, open } = await endedJob({ id: null, writing: true });
  const [first] = checks.runs;
  if (!first) throw new Error("No check run");
  await checks.create(job, headSha, first);
  await repair();
  expect(own()).toEqual([902]);
  expect(open()).toEqual([]);
  expect(checks.runs[0]).toMatchObject({ conclusion: "skipped", title: "Duplicate", external_id: "" });
});

test("a late PATCH is corrected while a write is in doubt", async () => {
  const { checks, repair, open } = await endedJob({ status: "completed", writing: true });
  await repair();
  Object.assign(checks.runs[0] ?? {}, { status: "in_progress", conclusion: null });
  expect(await repair()).toBe(true);
  expect(open()).toEqual([]);
  expect(await repair()).toBe(false);
});

test("check runs on commits of earlier attempts are completed too", async () => {
  const { repair, open, checks, stored } = await endedJob(
    { sha: other, id: null, earlier: [headSha] },
    { head_sha: other, attempt: 2 },
  );
  await repair();
  expect(open()).toEqual([]);
  expect(checks.runs.map(({ sha, title }) => [sha, title])).toEqual([
    [headSha, "Continued on another commit"],
    [other, "Cancelled"],
  ]);
  expect((await stored()).check?.earlier).toBeUndefined();
});

test("a completed check run of an earlier attempt is updated", async () => {
  const { checks, repair } = await endedJob({ status: "completed" }, { attempt: 2 });
  expect(await repair()).toBe(true);
  expect(checks.runs).toMatchObject([{ status: "completed", conclusion: "cancelled" }]);
});

describe("a job without a record of a check run", () => {
  test("gets one if it was refused", async () => {
    const { jobs, checks, ...ports } = createStepPorts({
      state: "REFUSED",
      refusals: [{ code: "permission", message: "no" }],
    });
    expect(await repairCheck(ports.job, { ...ports, jobs, checks })).toBe(true);
    expect(checks.runs).toMatchObject([{ conclusion: "action_required" }]);
  });

  test("gets none if it was withdrawn: it was never shown", async () => {
    const ports = createStepPorts({ state: "CANCELLED" });
    expect(await repairCheck(ports.job, ports)).toBe(false);
    expect(ports.checks.calls).toEqual([]);
  });
});

test("a job that is still running is left alone", async () => {
  const ports = createStepPorts();
  await showStatus(ports.job, running, ports);
  expect(await repairCheck(await ports.stored(), ports)).toBe(false);
});

test("where GitHub refuses check runs, that is recorded and not tried again", async () => {
  const { checks, repair, stored } = await endedJob();
  checks.refuses = true;
  expect(await repair()).toBe(false);
  expect((await stored()).check?.status).toBe("unavailable");
  checks.refuses = false;
  checks.calls.length = 0;
  await repair();
  expect(checks.calls).toEqual([]);
});

test("an answer that no longer exists still completes the check run", async () => {
  const result_ref = { kind: "s3", bucket: "b", key: "gone", sha256: "0".repeat(64), bytes: 1 } as const;
  const { checks, repair } = await endedJob({}, { state: "NOTIFIED", outcome: "answered", result_ref });
  await repair();
  expect(checks.runs).toMatchObject([
    { conclusion: "neutral", summary: expect.stringContaining("Answered. Job") },
  ]);
});

test("a retry while it is repaired stops the repair", async () => {
  const { jobs, stored, ...ports } = await endedJob();
  const ended = await stored();
  await jobs.reopen(ended, { actor: "github:ada", reason: "retry", ids: {} }, { attempt: 2 });
  await expect(repairCheck(ended, { ...ports, jobs })).rejects.toMatchObject({ name: "FencedError" });
});
