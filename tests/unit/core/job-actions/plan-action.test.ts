import { beforeEach, describe, expect, test } from "@jest/globals";
import { planAction } from "../../../../core/job-actions/plan-action.ts";
import type { Job } from "../../../../core/jobs/job.ts";
import { createDispatcherPorts, type DispatcherPorts } from "../../../fakes/dispatcher.ts";
import { aJob, aNewJob } from "../../../fakes/records/job.ts";

let ports: DispatcherPorts;
let count = 0;

beforeEach(() => {
  ports = createDispatcherPorts();
  count = 10;
});

/** Each is newer than the one before. */
function job(employee: string, change: Partial<Job> = {}): string {
  count += 1;
  const job_id = `${"b".repeat(26)}-${employee}-${count}`;
  const command = { name: employee, text: "", arguments: {} };
  ports.jobs.put(
    aJob({ job_id, employee, command, created_at: `2026-11-23T08:00:${count}.000Z`, ...change }),
  );
  return job_id;
}

async function chosen(kind: "cancel" | "retry", text = ""): Promise<string | null | undefined> {
  const command = { name: kind, text, arguments: {} };
  const planned = aNewJob({ job_id: `${"a".repeat(26)}-${kind}`, employee: kind, command });
  return (await planAction(planned, ports)).order?.job_id;
}

test("a job of another employee has no action", async () => {
  const planned = aNewJob();
  expect(await planAction(planned, ports)).toBe(planned);
});

describe("without an argument", () => {
  test("/cancel selects the newest unfinished job, without /status, /help and the like", async () => {
    job("security");
    const newest = job("docs");
    job("docs", { state: "NOTIFIED", outcome: "answered" });
    job("status");
    expect(await chosen("cancel")).toBe(newest);
  });

  test("/retry selects the newest job that ended without an answer", async () => {
    const failed = job("security", { state: "NOTIFIED", outcome: "failed" });
    job("docs", { state: "NOTIFIED", outcome: "answered" });
    job("docs");
    expect(await chosen("retry")).toBe(failed);
  });

  test("no job is selected if none fits", async () => {
    expect([await chosen("cancel"), await chosen("retry")]).toEqual([null, null]);
  });
});

describe("with an argument", () => {
  test("selects the newest job of that employee or command", async () => {
    const wanted = job("security", { command: { name: "sec", text: "", arguments: {} } });
    job("docs");
    expect(await chosen("cancel", "Security")).toBe(wanted);
    expect(await chosen("cancel", "sec")).toBe(wanted);
    expect(await chosen("cancel", "help")).toBeNull();
  });

  test("selects the job with that id, finished or not", async () => {
    const over = job("security", { state: "NOTIFIED", outcome: "answered" });
    expect(await chosen("cancel", over)).toBe(over);
  });

  test.each([
    ["another pull request", { pr_number: 8 }],
    ["another repository", { repo_id: 78 }],
    ["a shadow rollout", { mode: "shadow" }],
  ] as const)("selects no job of %s", async (_what, change) => {
    expect(await chosen("cancel", job("security", change))).toBeNull();
  });

  test("does not select itself", async () => {
    ports.jobs.put(aJob({ job_id: `${"a".repeat(26)}-cancel` }));
    expect(await chosen("cancel", `${"a".repeat(26)}-cancel`)).toBeNull();
  });
});
