import { beforeEach, describe, expect, test } from "@jest/globals";
import { applyAction } from "../../../../core/job-actions/apply-action.ts";
import type { Job, JobAction } from "../../../../core/jobs/job.ts";
import { executionName } from "../../../../core/jobs/job-id.ts";
import { crashingPorts } from "../../../fakes/crash.ts";
import { createDispatcherPorts, type DispatcherPorts } from "../../../fakes/dispatcher.ts";
import { anEmployee } from "../../../fakes/records/employee.ts";
import { aJob } from "../../../fakes/records/job.ts";
import { aPolicy } from "../../../fakes/records/policy.ts";

const targetId = `${"b".repeat(26)}-security`;
let ports: DispatcherPorts;

beforeEach(() => {
  ports = createDispatcherPorts();
});

function acting(kind: JobAction["kind"], change: Partial<JobAction> = {}): Job {
  const order = { kind, job_id: targetId, result: null, ...change };
  return ports.jobs.put(
    aJob({ job_id: `${"a".repeat(26)}-${kind}`, employee: kind, state: "VALIDATED", order }),
  );
}

function target(change: Partial<Job> = {}): Job {
  return ports.jobs.put(aJob({ job_id: targetId, employee: "security", ...change }));
}

const resultOf = async (job: Job) => (await applyAction(job, ports))?.result;
const stored = () => ports.jobs.read(targetId);

test("a job without an action has no result", async () => {
  expect(await applyAction(aJob(), ports)).toBeNull();
});

describe("cancel", () => {
  test("ends the job and its execution, and records the user", async () => {
    const { attempt } = target();
    await ports.workflow.start(executionName(targetId, attempt), { job_id: targetId, attempt });
    expect(await resultOf(acting("cancel"))).toBe("done");
    expect(await stored()).toMatchObject({
      state: "CANCELLED",
      last_event: { actor: "github:octavia", reason: `/cancel ${"a".repeat(26)}-cancel` },
    });
    expect(await ports.workflow.look(executionName(targetId, attempt))).toBe("failed");
  });

  test.each([
    ["with the permission that the employee needs ends the job", "write", "done"],
    ["with a lower one ends nothing", "read", "permission"],
  ] as const)("by an enabled bot %s", async (_what, permission, result) => {
    const sender = { login: "renovate[bot]", id: 2, type: "Bot" };
    ports.policy = aPolicy({ bots: { allow: [{ login: sender.login, permission }] } });
    target();
    expect(await resultOf({ ...acting("cancel"), sender })).toBe(result);
  });

  test.each([
    ["told", "webhook", { state: "WORKER_RUNNING" }],
    ["told", "github-workflow", { state: "WORKER_RUNNING" }],
    // It only answers the call.
    ["done", "lambda", { state: "WORKER_RUNNING" }],
    // The callback is that of the attempt before.
    ["done", "webhook", { state: "DISPATCHED", attempt: 2 }],
    ["done", "webhook", { state: "WORKER_SUCCEEDED" }],
  ] as const)("says %s for a job of the runner %s in %j", async (result, runner, change) => {
    ports.roster = [anEmployee({ name: "security", commands: ["security"], runner })];
    target({ callback: "c".repeat(64), ...change });
    expect(await resultOf(acting("cancel"))).toBe(result);
  });

  test("of a finished job changes nothing", async () => {
    const before = target({ state: "NOTIFIED", outcome: "answered" });
    expect(await resultOf(acting("cancel"))).toBe("over");
    expect(await stored()).toEqual(before);
  });

  test("of no job, or of a deleted one, finds nothing", async () => {
    expect(await resultOf(acting("cancel", { job_id: null }))).toBe("nothing");
    expect(await resultOf(acting("cancel"))).toBe("nothing");
  });
});

describe("retry", () => {
  const failed = { state: "NOTIFIED", outcome: "failed" } as const;

  test("starts another attempt", async () => {
    target(failed);
    expect(await resultOf(acting("retry"))).toBe("done");
    expect(await stored()).toMatchObject({ state: "DISPATCHED", attempt: 2 });
    expect(ports.workflow.executions.has(executionName(targetId, 2))).toBe(true);
  });

  test("that is repeated starts no third attempt, even if the second has failed", async () => {
    target(failed);
    const job = acting("retry");
    expect(await resultOf(job)).toBe("done");
    ports.workflow.end(executionName(targetId, 2), "failed");
    const now = await stored();
    ports.jobs.put({ ...aJob(now ?? {}), ...failed });
    expect(await resultOf(job)).toBe("done");
    expect(await stored()).toMatchObject({ state: "NOTIFIED", attempt: 2 });
  });

  test.each([
    ["answered", { state: "NOTIFIED", outcome: "answered" }],
    ["under_way", { state: "WORKER_RUNNING" }],
    ["command_wrong", { state: "REFUSED", refusals: [{ code: "arguments", message: "" }] }],
  ] as const)("is refused: %s", async (code, change) => {
    const before = target(change as Partial<Job>);
    expect(await resultOf(acting("retry"))).toBe(code);
    expect(await stored()).toEqual(before);
  });
});

describe.each(["cancel", "retry"] as const)("%s", (kind) => {
  const change = kind === "retry" ? ({ state: "NOTIFIED", outcome: "failed" } as const) : {};

  test("needs the permission of the employee whose job it is", async () => {
    ports.roster = [anEmployee({ name: "security", commands: ["security"], minimum_permission: "admin" })];
    const before = target(change);
    expect(await resultOf(acting(kind))).toBe("permission");
    expect(await stored()).toEqual(before);
    ports.reader.repository.permissions = { octavia: "admin" };
    expect(await resultOf(acting(kind))).toBe("done");
  });

  test("of a job whose employee no longer exists is not permitted", async () => {
    target(change);
    ports.roster = [];
    expect(await resultOf(acting(kind))).toBe("permission");
  });

  test("is applied once, wherever an earlier try crashed", async () => {
    for (const when of ["before", "after"] as const) {
      for (let at = 1; ; at += 1) {
        ports = createDispatcherPorts();
        target(change);
        const job = acting(kind);
        const crashing = crashingPorts(ports, ["jobs", "workflow"], { at, when });
        const first = await applyAction(job, crashing.ports).catch(() => null);
        expect(await resultOf(job)).toBe("done");
        const events = await ports.jobs.events(targetId);
        expect(events.filter(({ actor }) => actor === "github:octavia")).toHaveLength(1);
        if (first) break;
      }
    }
  });

  test("is not applied again once it has a result", async () => {
    const before = target(change);
    expect(await resultOf(acting(kind, { result: "permission" }))).toBe("permission");
    expect(await stored()).toEqual(before);
  });
});
