import { describe, expect, test } from "@jest/globals";
import { acknowledgeJob } from "../../../functions/acknowledge-job/acknowledge-job.ts";
import { PermanentError, RetryableError } from "../../../functions/core/errors.ts";
import { createStepPorts } from "../../fakes/answering.ts";

test("the person who asked sees a reaction and the status comment, and the job may run", async () => {
  const ports = createStepPorts();
  expect(await acknowledgeJob(ports.input, ports)).toEqual({ next: "run" });
  expect([...ports.writer.reactions.values()]).toEqual(["eyes"]);
  expect(ports.writer.bodies()).toEqual([expect.stringContaining("**Summary** is working on `/summary`")]);
  expect(await ports.stored()).toMatchObject({ state: "DISPATCHED", comment: { phase: "POSTED" } });
});

test("repeated, it changes nothing more", async () => {
  const ports = createStepPorts();
  await acknowledgeJob(ports.input, ports);
  await acknowledgeJob(ports.input, ports);
  expect(ports.writer.comments).toHaveLength(1);
  expect(ports.writer.reactions.size).toBe(1);
});

describe("a job that may not run", () => {
  test("is refused with what the dispatcher found, without asking again", async () => {
    const ports = createStepPorts({ refusals: [{ code: "arguments", message: "depth must be a number." }] });
    expect(await acknowledgeJob(ports.input, ports)).toEqual({ next: "stop" });
    expect(ports.reader.asked).toEqual([]);
    expect(ports.writer.bodies()).toEqual([expect.stringContaining("- depth must be a number.")]);
    expect((await ports.stored()).state).toBe("REFUSED");
  });

  test("case 19: is refused when the permission was taken away while it waited", async () => {
    const ports = createStepPorts();
    ports.reader.repository.permissions = { octavia: "read" };
    expect(await acknowledgeJob(ports.input, ports)).toEqual({ next: "stop" });
    expect(await ports.stored()).toMatchObject({ state: "REFUSED", refusals: [{ code: "permission" }] });
    expect([...ports.writer.reactions.values()]).toEqual(["-1"]);
  });

  test("case 19: is refused when the branch was pushed to while it waited, and says so once", async () => {
    const ports = createStepPorts();
    ports.reader.repository.pull.head_sha = "f".repeat(40);
    expect(await acknowledgeJob(ports.input, ports)).toEqual({ next: "stop" });
    expect(ports.writer.bodies()).toEqual([expect.stringContaining("the branch is at `fffffff` now")]);
    await expect(acknowledgeJob(ports.input, ports)).rejects.toMatchObject({ name: "FencedError" });
    expect(ports.writer.bodies()).toHaveLength(1);
  });
});

test("a step of an attempt that is over is refused, and writes nothing (case 12)", async () => {
  const ports = createStepPorts({ attempt: 2 });
  const late = acknowledgeJob({ ...ports.input, attempt: 1 }, ports);
  await expect(late).rejects.toMatchObject({ name: "FencedError", code: "job_taken_over" });
  expect(ports.writer.calls).toEqual([]);
});

test("unknown permission is neither granted nor refused: it is asked again", async () => {
  const ports = createStepPorts();
  ports.reader.fail(new RetryableError("github_rate_limited", "GitHub limits our requests"));
  await expect(acknowledgeJob(ports.input, ports)).rejects.toMatchObject({ code: "github_rate_limited" });
  expect(ports.writer.calls).toEqual([]);
  expect((await ports.stored()).state).toBe("DISPATCHED");
});

test("an App that GitHub does not let in fails for good", async () => {
  const ports = createStepPorts();
  ports.writer.fault("react", new PermanentError("github_refused", "GitHub refused the App"));
  await expect(acknowledgeJob(ports.input, ports)).rejects.toMatchObject({ name: "PermanentError" });
});

test("an employee that left the roster fails for good", async () => {
  const ports = createStepPorts({ employee: "gone" });
  await expect(acknowledgeJob(ports.input, ports)).rejects.toMatchObject({ code: "employee_unknown" });
});
