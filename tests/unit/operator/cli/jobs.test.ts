import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import type { Job } from "../../../../core/jobs/job.ts";
import type { NewJob } from "../../../../core/jobs/job-store.ts";
import { findJobs, type JobFilter, rangesOf } from "../../../../operator/stack/jobs/find-jobs.ts";
import { jobIds } from "../../../../operator/stack/jobs/job-ids.ts";
import { type OperatorStack, startOperatorStack } from "../../../fakes/operator-stack.ts";
import { aNewJob, aNote } from "../../../fakes/records/job.ts";

let stack: OperatorStack;
/** Oldest first. */
const created: Job[] = [];

async function create(change: Partial<NewJob>): Promise<Job> {
  const n = created.length;
  const job_id = `${"abcdefghij"[n]?.repeat(26)}-${change.employee ?? "summary"}`;
  // Text of a comment, which must not be shown.
  const command = { name: "summary", text: "hush \u001b[2J", arguments: {} };
  const job = await stack.jobs.create(aNewJob({ job_id, command, ...change }), aNote);
  created.push(job);
  return job;
}

beforeAll(async () => {
  stack = await startOperatorStack({});
  await create({ delivery_id: "d-1" });
  await create({ delivery_id: "d-2", employee: "security", pr_number: 8 });
  await create({ delivery_id: "d-3", repo: "octo-demo/other", repo_id: 78, employee: "security" });
  const last = await create({ delivery_id: "d-4", sender: { login: "mal\u202elory", id: 9, type: "User" } });
  const dispatched = await stack.jobs.transition(last, "DISPATCHED", aNote);
  await stack.jobs.transition(dispatched, "REFUSED", aNote);
});

afterAll(() => stack.stop());

const idsOf = (indexes: number[]) => indexes.map((n) => created[n]?.job_id);

describe("findJobs", () => {
  async function find(filter: Partial<JobFilter>, limit = 50) {
    const counts: number[] = [];
    const jobs = await findJobs({ states: [], ...filter }, limit, {
      ids: (range) => jobIds(stack.ref("JobTable"), range),
      read: stack.jobs.read,
      progress: (count) => counts.push(count),
    });
    return { ids: jobs.map(({ job_id }) => job_id), read: counts.at(-1) };
  }

  test.each<[string, Partial<JobFilter>, number[]]>([
    ["all, newest first", {}, [3, 2, 1, 0]],
    ["of a repository", { repo_id: 77 }, [3, 1, 0]],
    ["of a pull request", { repo_id: 77, pr: 8 }, [1]],
    ["of an employee", { employee: "security" }, [2, 1]],
    ["of a delivery", { delivery: "d-3" }, [2]],
    ["in a state", { states: ["REFUSED"] }, [3]],
    ["in one of several states", { states: ["REFUSED", "RECEIVED"] }, [3, 2, 1, 0]],
    ["by several conditions", { repo_id: 77, employee: "security", states: ["RECEIVED"] }, [1]],
    ["of an unknown delivery", { delivery: "d-9" }, []],
  ])("%s", async (_what, filter, expected) => {
    expect((await find(filter)).ids).toEqual(idsOf(expected));
  });

  test("returns at most the limit", async () => {
    expect((await find({}, 2)).ids).toEqual(idsOf([3, 2]));
  });

  test("returns jobs between two times", async () => {
    const [since, until] = [created[1]?.created_at ?? "", created[2]?.created_at ?? ""];
    expect((await find({ repo_id: 77, since })).ids).toEqual(idsOf([3, 1]));
    expect((await find({ employee: "security", until: since })).ids).toEqual(idsOf([1]));
    expect((await find({ states: ["RECEIVED"], since: until })).ids).toEqual(idsOf([2]));
  });

  test("uses the most selective index", async () => {
    const filter = { states: [], repo_id: 7, pr: 7, employee: "e" };
    expect(rangesOf(filter).map(({ index }) => index)).toEqual(["by-pull-request-id"]);
    expect((await find({ repo_id: 78, employee: "security" })).read).toBe(1);
  });
});

describe("the command", () => {
  test("prints a line for each job, without the comment's text", async () => {
    const { code, stdout, stderr } = await stack.run(["jobs", "--repo", "octo-demo/payments"]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    const [head, refused, ...rest] = stdout.trimEnd().split("\n");
    expect(head).toMatch(/^JOB +STATE +EMPLOYEE +COMMAND +PULL REQUEST +ATTEMPT +SENDER +CREATED +CHANGED$/);
    expect(refused?.split(/ {2,}/).slice(0, 3)).toEqual([created[3]?.job_id, "REFUSED", "summary"]);
    expect(refused).toContain("/summary  octo-demo/payments#7  1        mal[U+202E]lory");
    expect(refused).toMatch(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ \((now|[\d.]+ s ago)\)$/);
    expect(rest).toHaveLength(2);
    expect(stdout).not.toContain("hush");
  });

  test("prints JSON with the keys of the job table", async () => {
    const { code, stdout } = await stack.run(["jobs", "--open", "--json", "--limit", "2"]);
    expect(code).toBe(0);
    const { stack: name, jobs } = JSON.parse(stdout);
    expect(name).toBe("pr-comment-automation-test");
    expect(jobs).toHaveLength(2);
    expect(jobs[0]).toMatchObject({
      ...{ job_id: created[2]?.job_id, state: "RECEIVED", outcome: null, employee: "security" },
      ...{ command: "summary", repo: "octo-demo/other", pr_number: 7, sender: "octavia", attempt: 1 },
      ...{ delivery_id: "d-3", hook_id: "300", created_at: created[2]?.created_at },
    });
    expect(stdout).not.toContain("hush");
  });

  test("reports that no jobs matched", async () => {
    const { code, stdout, stderr } = await stack.run(["jobs", "--delivery", "none", "--state", "notified"]);
    expect({ code, stdout, stderr }).toEqual({ code: 0, stdout: "", stderr: "No jobs matched.\n" });
  });
});
