import { beforeEach, describe, expect, test } from "@jest/globals";
import { marker } from "../../../../core/answering/marker.ts";
import { PermanentError, RetryableError } from "../../../../core/errors.ts";
import type { Job } from "../../../../core/jobs/job.ts";
import { sweepCallbacks } from "../../../../functions/sweep-deliveries/sweep-callbacks.ts";
import { anEmployee } from "../../../fakes/records/employee.ts";
import { aJob } from "../../../fakes/records/job.ts";
import { createSweeperPorts, type SweeperPorts } from "../../../fakes/sweeper.ts";

const minute = 60_000;
const at = "2026-11-23T09:00:00.000Z";
let ports: SweeperPorts;

beforeEach(() => {
  ports = createSweeperPorts();
  ports.roster = [anEmployee(), anEmployee({ name: "legacy", title: "Legacy bot", runner: "webhook" })];
});

/** A job whose run outside has an open callback, and whose status comment says that it works. */
async function running(job_id: string, change: Partial<Job> = {}): Promise<string> {
  const key = job_id.padEnd(64, "0");
  const { id } = ports.writer.earlier(`${marker(job_id, 1)}\nis working on it`);
  const comment = { phase: "POSTED" as const, id, continuation_ids: [], provisional: true };
  const updated_at = new Date(ports.clock() - minute).toISOString();
  const job = { job_id, employee: "legacy", state: "WORKER_RUNNING", comment, callback: key } as const;
  ports.jobs.put(aJob({ ...job, updated_at, ...change }));
  await ports.callbacks.open({
    ...{ key, job_id, attempt: 1, employee: "legacy", result_key: `results/${job_id}.json` },
    ...{ task_token: `token-${job_id}`, expires_at: "2026-11-23T10:00:00.000Z" },
  });
  ports.tokens.waiting.add(`token-${job_id}`);
  return key;
}

const bodies = () => ports.writer.bodies().join("\n");

describe("a stored result", () => {
  test("whose signal was lost wakes the workflow", async () => {
    await ports.callbacks.end(await running("a"), "RESULT");
    expect(await sweepCallbacks(ports)).toEqual([]);
    expect(ports.tokens.sent).toEqual(["succeed token-a"]);
    expect(ports.repairs).toEqual(["result_signalled"]);
  });

  test("whose workflow no longer waits repairs nothing", async () => {
    await ports.callbacks.end(await running("a"), "RESULT");
    ports.tokens.waiting.clear();
    expect(await sweepCallbacks(ports)).toEqual([]);
    expect(ports.repairs).toEqual([]);
  });

  test("of an earlier attempt wakes nothing", async () => {
    await ports.callbacks.end(await running("a", { attempt: 2 }), "RESULT");
    expect(await sweepCallbacks(ports)).toEqual([]);
    expect(ports.tokens.sent).toEqual([]);
  });

  test("is signalled for the other jobs too if one fails", async () => {
    await ports.callbacks.end(await running("a"), "RESULT");
    await ports.callbacks.end(await running("b"), "RESULT");
    const { succeed } = ports.tokens;
    ports.tokens.succeed = async (token) => {
      if (token === "token-a") throw new RetryableError("workflow_unavailable", "x");
      return succeed(token);
    };
    expect(await sweepCallbacks(ports)).toMatchObject([{ code: "workflow_unavailable" }]);
    expect(ports.tokens.sent).toEqual(["succeed token-b"]);
  });
});

test("an open callback wakes nothing", async () => {
  await running("a");
  expect(await sweepCallbacks(ports)).toEqual([]);
  expect(ports.tokens.sent).toEqual([]);
  expect(ports.writer.calls).toEqual([]);
});

test("without an employee outside, nothing is read", async () => {
  ports.roster = [anEmployee()];
  const index = { inState: () => Promise.reject(new Error("It is read")) };
  expect(await sweepCallbacks({ ...ports, index })).toEqual([]);
});

describe("progress", () => {
  const beat = (key: string, progress: string) => ports.callbacks.heartbeat(key, { at, progress });

  test("is shown in the status comment, as one line of code", async () => {
    await beat(await running("a"), "3 of 9 files\n/security @octo-org/owners `x` <!-- pr-automation -->");
    expect(await sweepCallbacks(ports)).toEqual([]);
    expect(bodies()).toContain(
      "Progress at 2026-11-23 09:00 UTC: `3 of 9 files\u00a0/security\u00a0@octo-org/owners x <!-- pr-automation -->`",
    );
    expect(ports.repairs).toEqual(["progress_told"]);
  });

  test("that repeats is not written again", async () => {
    const key = await running("a");
    await beat(key, "3 of 9 files");
    await sweepCallbacks(ports);
    const { length } = ports.writer.calls;
    ports.clock.advance(5 * minute);
    await beat(key, "3 of 9 files");
    await sweepCallbacks(ports);
    expect(ports.writer.calls).toHaveLength(length);
  });

  test("of a job that a step has just written waits for a later sweep", async () => {
    const key = await running("a", { updated_at: new Date(ports.clock()).toISOString() });
    await beat(key, "3 of 9 files");
    await sweepCallbacks(ports);
    expect(ports.writer.calls).toEqual([]);
    ports.clock.advance(10_000);
    await beat(key, "4 of 9 files");
    await sweepCallbacks(ports);
    expect(ports.writer.calls).toEqual(["updateComment"]);
    expect(bodies()).toContain("4 of 9 files");
  });

  test("of a workflow run is left to the part that also shows its link", async () => {
    const workflow = { repository: "octo-demo/payments", file: "review.yml", ref: "main" };
    ports.roster = [anEmployee({ name: "legacy", title: "Legacy", runner: "github-workflow", workflow })];
    await beat(await running("a"), "3 of 9 files");
    const run = { attempt: 1, url: "https://github.example/runs/1" };
    await beat(await running("b", { run }), "5 of 9 files");
    await sweepCallbacks(ports);
    expect(ports.writer.calls).toEqual(["updateComment"]);
    expect(bodies()).toContain("5 of 9 files");
  });

  test("that changes is written once a minute at most", async () => {
    const key = await running("a");
    await beat(key, "3 of 9 files");
    await sweepCallbacks(ports);
    await beat(key, "4 of 9 files");
    ports.clock.advance(minute - 1);
    await sweepCallbacks(ports);
    expect(bodies()).toContain("3 of 9 files");
    ports.clock.advance(1);
    await sweepCallbacks(ports);
    expect(bodies()).toContain("4 of 9 files");
    expect(ports.writer.calls.filter((call) => call.startsWith("updateComment"))).toHaveLength(2);
  });

  test.each<[string, Partial<Job>]>([
    ["in shadow mode", { mode: "shadow" }],
    ["without a comment", { comment: null }],
    ["of an earlier attempt's run", { attempt: 2 }],
    ["without a callback", { callback: null }],
  ])("of a job %s is not shown", async (_which, change) => {
    await beat(await running("a"), "3 of 9 files");
    const stored = await ports.jobs.read("a");
    if (stored) ports.jobs.put({ ...stored, ...change });
    expect(await sweepCallbacks(ports)).toEqual([]);
    expect(ports.writer.calls).toEqual([]);
  });

  test.each(["", " \n "])("that is blank (%j) is not shown", async (progress) => {
    await beat(await running("a"), progress);
    await sweepCallbacks(ports);
    expect(ports.writer.calls).toEqual([]);
  });

  test("without its comment, or with a pull request that is gone, is no failure", async () => {
    await beat(await running("a"), "3 of 9 files");
    ports.writer.fault("updateComment", new PermanentError("github_not_found", "gone"));
    expect(await sweepCallbacks(ports)).toEqual([]);
    expect(ports.repairs).toEqual([]);
  });

  test("of many jobs takes several sweeps, because answers have priority", async () => {
    for (let n = 0; n < 25; n += 1) await beat(await running(`job-${n}`), "half");
    await sweepCallbacks(ports);
    expect(ports.repairs).toHaveLength(20);
    await sweepCallbacks(ports);
    expect(ports.repairs).toHaveLength(25);
  });
});

describe("the callback of a finished job", () => {
  test.each(["NOTIFIED", "CANCELLED", "REFUSED", "SUPERSEDED"] as const)("(%s) is closed", async (state) => {
    const key = await running("a", { state, updated_at: at });
    expect(await sweepCallbacks(ports)).toEqual([]);
    expect(await ports.callbacks.read(key)).toMatchObject({ status: "CLOSED" });
  });

  test("that has its result stays as it is", async () => {
    const key = await running("a", { state: "NOTIFIED", updated_at: at });
    await ports.callbacks.end(key, "RESULT");
    await sweepCallbacks(ports);
    expect(await ports.callbacks.read(key)).toMatchObject({ status: "RESULT" });
  });
});
