import { expect, test } from "@jest/globals";
import { marker } from "../../../core/answering/marker.ts";
import { PermanentError } from "../../../core/errors.ts";
import { publishFailure } from "../../../functions/publish-failure/publish-failure.ts";
import { createStepPorts } from "../../fakes/answering.ts";

const failure = {
  Error: "PermanentError",
  Cause: '{"errorType":"PermanentError","errorMessage":"[employee_timeout] took longer","trace":[]}',
};

function prepared(change: Parameters<typeof createStepPorts>[0] = {}) {
  const comment = { phase: "POSTED" as const, id: 101, continuation_ids: [] };
  const ports = createStepPorts({ state: "WORKER_FAILED", outcome: "failed", comment, ...change });
  ports.writer.earlier(`${marker(ports.job.job_id, 1)}\nworking`);
  return { ...ports, input: { ...ports.input, failure } };
}

test("the status comment shows the failure and its code", async () => {
  const ports = prepared();
  expect(await publishFailure(ports.input, ports)).toEqual({ published: true });
  expect(ports.writer.bodies()).toEqual([expect.stringContaining("(`employee_timeout`)")]);
  expect([...ports.writer.reactions.values()]).toEqual(["-1"]);
  const job = await ports.stored();
  expect(job).toMatchObject({ state: "NOTIFIED", outcome: "failed" });
  expect(job.last_event).toMatchObject({ actor: "publish-failure", reason: "employee_timeout" });
});

test("a failure before any comment is posted in a new comment", async () => {
  const ports = prepared({ comment: null });
  ports.writer.remove(101);
  await publishFailure(ports.input, ports);
  expect(ports.writer.bodies()).toHaveLength(1);
});

test("case 20: an error's text is never posted", async () => {
  const ports = prepared();
  const Cause = '{"errorMessage":"password=hunter2 for /summary"}';
  await publishFailure({ ...ports.input, failure: { Error: "TypeError", Cause } }, ports);
  expect(ports.writer.bodies().join()).toContain("(`unexpected_error`)");
  expect(ports.writer.bodies().join()).not.toContain("hunter2");
});

test.each(["before", "landed"] as const)(
  "a failed post (%s) is completed by the next attempt",
  async (fault) => {
    const ports = prepared();
    ports.writer.fault("updateComment", fault);
    await expect(publishFailure(ports.input, ports)).rejects.toMatchObject({ name: "RetryableError" });
    await publishFailure(ports.input, ports);
    expect(ports.writer.bodies()).toHaveLength(1);
    expect((await ports.stored()).state).toBe("NOTIFIED");
  },
);

test.each(["updateComment", "react"] as const)(
  "if the failure cannot be posted (%s), the job is cancelled",
  async (method) => {
    const ports = prepared();
    ports.writer.fault(method, new PermanentError("github_not_found", "GitHub knows no such pull request"));
    expect(await publishFailure(ports.input, ports)).toEqual({ published: false });
    const job = await ports.stored();
    expect(job.state).toBe("CANCELLED");
    expect(job.last_event.reason).toBe("untold: github_not_found, after employee_timeout");
  },
);

test("a job of an employee that is no longer in the roster is cancelled", async () => {
  const ports = prepared({ employee: "gone" });
  expect(await publishFailure(ports.input, ports)).toEqual({ published: false });
  expect((await ports.stored()).state).toBe("CANCELLED");
});

test("a step of an old attempt posts nothing", async () => {
  const ports = prepared({ attempt: 2 });
  const late = publishFailure({ ...ports.input, attempt: 1 }, ports);
  await expect(late).rejects.toMatchObject({ name: "FencedError" });
  expect(ports.writer.calls).toEqual([]);
});

test.each(["DISPATCHED", "WORKER_RUNNING"] as const)(
  "a job that the compensation left in %s ends too",
  async (state) => {
    const ports = prepared({ state, outcome: null });
    await publishFailure(ports.input, ports).catch(() => null);
    expect(await ports.stored()).toMatchObject({ state: "NOTIFIED", outcome: "failed" });
  },
);

test("a job that the compensation left with its answer ends as failed, so that it can be retried", async () => {
  const ports = prepared({ state: "WORKER_SUCCEEDED", outcome: "answered" });
  await publishFailure(ports.input, ports);
  expect(await ports.stored()).toMatchObject({ state: "NOTIFIED", outcome: "failed" });
});
