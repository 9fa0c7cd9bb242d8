import { beforeEach, describe, expect, test } from "@jest/globals";
import { withOrder } from "../../../../core/job-actions/choose-job.ts";
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
  return (await withOrder(planned, ports)).order?.job_id;
}

test("a job of another employee has none", async () => {
  const planned = aNewJob();
  expect(await withOrder(planned, ports)).toBe(planned);
});

describe("without a word", () => {
  test("cancel means the newest that is not over, and no question about jobs", async () => {
    job("security");
    const newest = job("docs");
    job("docs", { state: "NOTIFIED", outcome: "answered" });
    job("status");
    expect(await chosen("cancel")).toBe(newest);
  });

  test("retry means the newest that ended without an answer", async () => {
    const failed = job("security", { state: "NOTIFIED", outcome: "failed" });
    job("docs", { state: "NOTIFIED", outcome: "answered" });
    job("docs");
    expect(await chosen("retry")).toBe(failed);
  });

  test("nothing where there is nothing", async () => {
    expect([await chosen("cancel"), await chosen("retry")]).toEqual([null, null]);
  });
});

describe("with a word", () => {
  test("the newest of that employee or command", async () => {
    const wanted = job("security", { command: { name: "sec", text: "", arguments: {} } });
    job("docs");
    expect(await chosen("cancel", "Security")).toBe(wanted);
    expect(await chosen("cancel", "sec")).toBe(wanted);
    expect(await chosen("cancel", "help")).toBeNull();
  });

  test("the job of that id, over or not: how it stands is told then", async () => {
    const over = job("security", { state: "NOTIFIED", outcome: "answered" });
    expect(await chosen("cancel", over)).toBe(over);
  });

  test.each([
    ["another pull request", { pr_number: 8 }],
    ["another repository", { repo_id: 78 }],
    ["a rehearsal", { mode: "shadow" }],
  ] as const)("no job of %s", async (_what, change) => {
    expect(await chosen("cancel", job("security", change))).toBeNull();
  });

  test("not itself", async () => {
    ports.jobs.put(aJob({ job_id: `${"a".repeat(26)}-cancel` }));
    expect(await chosen("cancel", `${"a".repeat(26)}-cancel`)).toBeNull();
  });
});
