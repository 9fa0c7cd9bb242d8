import { expect, test } from "@jest/globals";
import { publishComment } from "../../../../core/answering/publish-comment.ts";
import { reportWait } from "../../../../core/answering/report-provisional.ts";
import { createStepPorts, type StepPorts } from "../../../fakes/answering.ts";
import { anEmployee } from "../../../fakes/records/employee.ts";

const waiting = {
  ...{ provider: "anthropic", since: "2026-11-23T09:14:30.000Z", until: "2026-11-23T13:14:30.000Z" },
};
const working = { final: false, reaction: "eyes" } as const;

const report = async (ports: StepPorts) => reportWait(await ports.stored(), anEmployee(), waiting, ports);

async function acknowledged() {
  const ports = createStepPorts();
  await publishComment(ports.job, ["is working on it"], ports, working);
  ports.writer.calls.length = 0;
  return ports;
}

test("the comment names the provider and the start and end of the wait, with one request", async () => {
  const ports = await acknowledged();
  expect(await report(ports)).toBe(true);
  const [body = ""] = ports.writer.bodies();
  expect(body).toMatch(/\*\*Summary\*\* is waiting to work on\s`\/summary`/);
  expect(body).toContain("`anthropic`");
  expect(body).toContain("since 2026-11-23 09:14 UTC");
  expect(body).toContain("by about 2026-11-23 13:14 UTC");
  expect(ports.writer.calls).toEqual(["updateComment"]);
  expect((await ports.stored()).comment).toMatchObject({ phase: "POSTED", waiting, provisional: true });
});

test("a job that waits in its lane does not wait for the provider", async () => {
  const ports = createStepPorts();
  const queued = { place: 1, of: 1, since: "2026-11-23T09:14:30.000Z" };
  await publishComment(ports.job, ["has queued it"], ports, { ...working, queued });
  expect(await report(ports)).toBe(false);
});

test("the wait is reported once", async () => {
  const ports = await acknowledged();
  await report(ports);
  expect(await report(ports)).toBe(false);
  expect(ports.writer.calls).toEqual(["updateComment"]);
});

test("the answer replaces it and is not doubtful", async () => {
  const ports = await acknowledged();
  await report(ports);
  const job = await publishComment(await ports.stored(), ["the answer"], ports, { final: true });
  expect(job.comment?.waiting).toBeUndefined();
  expect(job.comment?.doubtful).toBeUndefined();
});

test("a write without a response is recorded: the answer is doubtful", async () => {
  const ports = await acknowledged();
  ports.writer.fault("updateComment", "before");
  await expect(report(ports)).rejects.toMatchObject({ name: "RetryableError" });
  const job = await publishComment(await ports.stored(), ["the answer"], ports, { final: true });
  expect(job.comment).toMatchObject({ doubtful: true, earlier: [expect.any(String), expect.any(String)] });
});

test("the comment of a step that claims the job first is not overwritten", async () => {
  const ports = await acknowledged();
  const old = await ports.stored();
  await ports.jobs.claim(old.job_id, 1);
  await expect(reportWait(old, anEmployee(), waiting, ports)).rejects.toMatchObject({ name: "FencedError" });
  expect(ports.writer.calls).toEqual([]);
});

test("a comment that a person has deleted is not created again", async () => {
  const ports = await acknowledged();
  ports.writer.remove((await ports.stored()).comment?.id ?? 0);
  expect(await report(ports)).toBe(false);
  expect(ports.writer.bodies()).toEqual([]);
});

test("nothing is posted without a comment or after the final text", async () => {
  const ports = createStepPorts();
  expect(await report(ports)).toBe(false);
  await publishComment(ports.job, ["could not finish"], ports, { final: true });
  expect(await report(ports)).toBe(false);
});
