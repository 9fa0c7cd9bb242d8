import { expect, test } from "@jest/globals";
import { publishComment } from "../../../../core/answering/publish-comment.ts";
import { tellWaiting } from "../../../../core/answering/tell-waiting.ts";
import { createStepPorts, type StepPorts } from "../../../fakes/answering.ts";
import { anEmployee } from "../../../fakes/records/employee.ts";

const waiting = {
  ...{ provider: "anthropic", since: "2026-11-23T09:14:30.000Z", until: "2026-11-23T13:14:30.000Z" },
};
const working = { final: false, reaction: "eyes" } as const;

const tell = async (ports: StepPorts) => tellWaiting(await ports.stored(), anEmployee(), waiting, ports);

async function acknowledged() {
  const ports = createStepPorts();
  await publishComment(ports.job, ["is working on it"], ports, working);
  ports.writer.calls.length = 0;
  return ports;
}

test("the comment says for whom the job waits, since when and until when, by one request", async () => {
  const ports = await acknowledged();
  expect(await tell(ports)).toBe(true);
  const [body = ""] = ports.writer.bodies();
  expect(body).toMatch(/\*\*Summary\*\* waits to work on\s`\/summary`/);
  expect(body).toContain("`anthropic`");
  expect(body).toContain("since 2026-11-23 09:14 UTC");
  expect(body).toContain("by about 2026-11-23 13:14 UTC");
  expect(ports.writer.calls).toEqual(["updateComment"]);
  expect((await ports.stored()).comment).toMatchObject({ phase: "POSTED", waiting, provisional: true });
});

test("it is said once", async () => {
  const ports = await acknowledged();
  await tell(ports);
  expect(await tell(ports)).toBe(false);
  expect(ports.writer.calls).toEqual(["updateComment"]);
});

test("the answer replaces it, and is not doubted", async () => {
  const ports = await acknowledged();
  await tell(ports);
  const job = await publishComment(await ports.stored(), ["the answer"], ports, { final: true });
  expect(job.comment?.waiting).toBeUndefined();
  expect(job.comment?.doubtful).toBeUndefined();
});

test("one that was not answered is on record: the answer is doubted", async () => {
  const ports = await acknowledged();
  ports.writer.fault("updateComment", "before");
  await expect(tell(ports)).rejects.toMatchObject({ name: "RetryableError" });
  const job = await publishComment(await ports.stored(), ["the answer"], ports, { final: true });
  expect(job.comment).toMatchObject({ doubtful: true, earlier: [expect.any(String), expect.any(String)] });
});

test("a step that takes the job over first is not overwritten", async () => {
  const ports = await acknowledged();
  const old = await ports.stored();
  await ports.jobs.claim(old.job_id, 1);
  await expect(tellWaiting(old, anEmployee(), waiting, ports)).rejects.toMatchObject({ name: "FencedError" });
  expect(ports.writer.calls).toEqual([]);
});

test("a comment that a person has deleted is not created again", async () => {
  const ports = await acknowledged();
  ports.writer.remove((await ports.stored()).comment?.id ?? 0);
  expect(await tell(ports)).toBe(false);
  expect(ports.writer.bodies()).toEqual([]);
});

test("nothing is said where there is no comment, or a last word", async () => {
  const ports = createStepPorts();
  expect(await tell(ports)).toBe(false);
  await publishComment(ports.job, ["could not finish"], ports, { final: true });
  expect(await tell(ports)).toBe(false);
});
