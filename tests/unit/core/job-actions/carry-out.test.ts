import { beforeEach, describe, expect, test } from "@jest/globals";
import { carryOut } from "../../../../core/job-actions/carry-out.ts";
import type { Job, JobOrder } from "../../../../core/jobs/job.ts";
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

function ordering(kind: JobOrder["kind"], change: Partial<JobOrder> = {}): Job {
  const order = { kind, job_id: targetId, result: null, ...change };
  return ports.jobs.put(
    aJob({ job_id: `${"a".repeat(26)}-${kind}`, employee: kind, state: "VALIDATED", order }),
  );
}

function target(change: Partial<Job> = {}): Job {
  return ports.jobs.put(aJob({ job_id: targetId, employee: "security", ...change }));
}

const resultOf = async (job: Job) => (await carryOut(job, ports))?.result;
const stored = () => ports.jobs.read(targetId);

test("a job that orders nothing has no order", async () => {
  expect(await carryOut(aJob(), ports)).toBeNull();
});

describe("cancel", () => {
  test("ends the job and its execution, by the name of whoever asked", async () => {
    const { attempt } = target();
    await ports.workflow.start(executionName(targetId, attempt), { job_id: targetId, attempt });
    expect(await resultOf(ordering("cancel"))).toBe("done");
    expect(await stored()).toMatchObject({
      state: "CANCELLED",
      last_event: { actor: "github:octavia", reason: `/cancel ${"a".repeat(26)}-cancel` },
    });
    expect(await ports.workflow.look(executionName(targetId, attempt))).toBe("failed");
  });

  test.each([
    ["with the permission that the employee needs ends the job", "write", "done"],
    ["with a lower one ends nothing", "read", "permission"],
  ] as const)("by a bot on the list %s", async (_what, permission, result) => {
    const sender = { login: "renovate[bot]", id: 2, type: "Bot" };
    ports.policy = aPolicy({ bots: { allow: [{ login: sender.login, permission }] } });
    target();
    expect(await resultOf({ ...ordering("cancel"), sender })).toBe(result);
  });

  test("of what is over changes nothing", async () => {
    const before = target({ state: "NOTIFIED", outcome: "answered" });
    expect(await resultOf(ordering("cancel"))).toBe("over");
    expect(await stored()).toEqual(before);
  });

  test("of no job, or of one that is gone, finds nothing", async () => {
    expect(await resultOf(ordering("cancel", { job_id: null }))).toBe("nothing");
    expect(await resultOf(ordering("cancel"))).toBe("nothing");
  });
});

describe("retry", () => {
  const failed = { state: "NOTIFIED", outcome: "failed" } as const;

  test("begins another attempt", async () => {
    target(failed);
    expect(await resultOf(ordering("retry"))).toBe("done");
    expect(await stored()).toMatchObject({ state: "DISPATCHED", attempt: 2 });
    expect(ports.workflow.executions.has(executionName(targetId, 2))).toBe(true);
  });

  test("that is repeated begins no third attempt, though the second has failed by then", async () => {
    target(failed);
    const job = ordering("retry");
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
    expect(await resultOf(ordering("retry"))).toBe(code);
    expect(await stored()).toEqual(before);
  });
});

describe.each(["cancel", "retry"] as const)("%s", (kind) => {
  const change = kind === "retry" ? ({ state: "NOTIFIED", outcome: "failed" } as const) : {};

  test("needs the permission of the employee whose job it is", async () => {
    ports.roster = [anEmployee({ name: "security", commands: ["security"], minimum_permission: "admin" })];
    const before = target(change);
    expect(await resultOf(ordering(kind))).toBe("permission");
    expect(await stored()).toEqual(before);
    ports.reader.repository.permissions = { octavia: "admin" };
    expect(await resultOf(ordering(kind))).toBe("done");
  });

  test("of a job whose employee is gone is nobody's", async () => {
    target(change);
    ports.roster = [];
    expect(await resultOf(ordering(kind))).toBe("permission");
  });

  test("is done once, wherever an earlier try was cut off", async () => {
    for (const when of ["before", "after"] as const) {
      for (let at = 1; ; at += 1) {
        ports = createDispatcherPorts();
        target(change);
        const job = ordering(kind);
        const crashing = crashingPorts(ports, ["jobs", "workflow"], { at, when });
        const first = await carryOut(job, crashing.ports).catch(() => null);
        expect(await resultOf(job)).toBe("done");
        const events = await ports.jobs.events(targetId);
        expect(events.filter(({ actor }) => actor === "github:octavia")).toHaveLength(1);
        if (first) break;
      }
    }
  });

  test("is not tried again when it is known how it went", async () => {
    const before = target(change);
    expect(await resultOf(ordering(kind, { result: "permission" }))).toBe("permission");
    expect(await stored()).toEqual(before);
  });
});
