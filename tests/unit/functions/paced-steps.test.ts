import { describe, expect, test } from "@jest/globals";
import { FencedError, PacedError } from "../../../core/errors.ts";
import type { Job } from "../../../core/jobs/job.ts";
import { newPace, roomIn, spend } from "../../../core/pacing/pace.ts";
import { waiterOf } from "../../../core/pacing/pace-store.ts";
import { acknowledgeJob } from "../../../functions/acknowledge-job/acknowledge-job.ts";
import { awaitTurn } from "../../../functions/await-turn/await-turn.ts";
import { compensateJob } from "../../../functions/compensate-job/compensate-job.ts";
import { publishFailure } from "../../../functions/publish-failure/publish-failure.ts";
import { publishResult } from "../../../functions/publish-result/publish-result.ts";
import { createStepPorts, type StepPorts } from "../../fakes/answering.ts";
import { jobWithStoredMarkdown } from "../../fakes/stored-result.ts";

/** So many content writes were made a moment ago. */
function use(ports: StepPorts, writes: number): void {
  ports.paces.paces.set(ports.job.installation_id ?? 0, {
    ...spend(newPace, writes, ports.clock()),
    version: 1,
  });
}

const taken = async ({ paces, paceLimits, clock, job }: StepPorts) =>
  500 - roomIn(await paces.read(job.installation_id ?? 0), paceLimits, clock()).hour;

const writesOf = ({ writer, checks }: StepPorts) => ({
  comments: writer.bodies().length,
  reactions: writer.reactions.size,
  checks: checks.runs.length,
});

describe("an acknowledgement", () => {
  test("takes the tokens of its reaction, comment and check run", async () => {
    const ports = createStepPorts();
    await acknowledgeJob(ports.input, ports);
    expect(writesOf(ports)).toEqual({ comments: 1, reactions: 1, checks: 1 });
    expect(await taken(ports)).toBe(3);
  });

  test("is left out when answers need the tokens, and the job runs", async () => {
    const ports = createStepPorts();
    use(ports, 58);
    expect(await acknowledgeJob(ports.input, ports)).toEqual({ next: "run" });
    expect(writesOf(ports)).toEqual({ comments: 0, reactions: 0, checks: 0 });
    expect(await taken(ports)).toBe(58);
    expect((await ports.stored()).state).toBe("DISPATCHED");
  });

  test("that refuses waits without tokens, and is published with a grant", async () => {
    const refusals = [{ code: "permission", message: "You may not." }];
    const ports = createStepPorts({ refusals });
    use(ports, 80);
    await expect(acknowledgeJob(ports.input, ports)).rejects.toThrow(PacedError);
    expect(ports.writer.bodies()).toEqual([]);
    await grant(ports);
    expect(await acknowledgeJob(ports.input, ports)).toEqual({ next: "stop" });
    expect(await ports.stored()).toMatchObject({ state: "REFUSED" });
    expect(writesOf(ports)).toEqual({ comments: 1, reactions: 0, checks: 0 });
  });
});

describe("an answer", () => {
  test("without room for signs is a comment and nothing else", async () => {
    const ports = await jobWithStoredMarkdown("Three files change.");
    ports.jobs.put({ ...(await ports.stored()), reaction_id: null, comment: null });
    ports.writer.comments.length = 0;
    ports.writer.reactions.clear();
    use(ports, 59);
    expect(await publishResult(ports.input, ports)).toEqual({ published: true });
    expect(writesOf(ports)).toEqual({ comments: 1, reactions: 0, checks: 0 });
    expect(await taken(ports)).toBe(60);
  });

  test("replaces a reaction of the acknowledgement in any case", async () => {
    const ports = await jobWithStoredMarkdown("Three files change.");
    const reaction_id = await ports.writer.react(ports.job, ports.job.source, "eyes");
    ports.jobs.put({ ...(await ports.stored()), reaction_id });
    use(ports, 70);
    await publishResult(ports.input, ports);
    expect([...ports.writer.reactions.values()]).toEqual(["+1"]);
    expect(await taken(ports)).toBe(73);
  });

  test("waits without tokens: nothing is written, and the job says since when", async () => {
    const ports = await jobWithStoredMarkdown("Three files change.");
    use(ports, 80);
    const before = ports.writer.calls.length;
    await expect(publishResult(ports.input, ports)).rejects.toThrow(PacedError);
    expect(ports.writer.calls.slice(before)).toEqual([]);
    expect(await ports.stored()).toMatchObject({
      state: "WORKER_SUCCEEDED",
      paced: { attempt: 1, since: "2026-11-23T09:00:00.000Z" },
    });
  });
});

test("the report of a failure waits without tokens", async () => {
  const ports = createStepPorts({ state: "DISPATCHED" });
  use(ports, 80);
  const input = { ...ports.input, failure: { Error: "States.Timeout" } };
  await expect(publishFailure(input, ports)).rejects.toThrow(PacedError);
  await grant(ports);
  await publishFailure(input, ports);
  expect(await ports.stored()).toMatchObject({ state: "NOTIFIED", outcome: "failed" });
});

test("a compensation without tokens leaves the parts of an answer to the report of the failure", async () => {
  const comment = { phase: "POSTED" as const, id: 101, continuation_ids: [102] };
  const ports = createStepPorts({ state: "WORKER_SUCCEEDED", comment });
  const parts = ["", " part=2"].map((part) => `<!-- pr-automation:${ports.job.job_id}${part} -->\ntext`);
  for (const body of parts) ports.writer.earlier(body);
  use(ports, 80);
  const input = { ...ports.input, failure: { Error: "States.Timeout" } };
  expect(await compensateJob(input, ports)).toMatchObject({ code: expect.any(String) });
  expect(ports.writer.comments).toHaveLength(2);
  expect((await ports.stored()).state).toBe("WORKER_FAILED");
  ports.clock.advance(120_000);
  await publishFailure(input, ports);
  expect(ports.writer.comments).toHaveLength(1);
});

describe("the wait", () => {
  const wait = (ports: StepPorts) => awaitTurn({ ...ports.input, task_token: "t-1", paced: true }, ports);
  const paced = { attempt: 1, since: "2026-11-23T08:59:00.000Z", writes: 3 };

  test("is recorded with the task token, the tokens that it needs and its beginning", async () => {
    const ports = createStepPorts({ state: "WORKER_SUCCEEDED", paced });
    expect(await wait(ports)).toEqual({ waits: true });
    expect(ports.paces.waits()).toMatchObject([
      { waiter: waiterOf(ports.job), since: paced.since, writes: 3, tokens: ["t-1"], pending: true },
    ]);
  });

  test.each([
    ["has finished", { state: "CANCELLED" }],
    ["has a later attempt", { attempt: 2 }],
  ] as const)("of a job that %s ends", async (_what, change) => {
    const ports = createStepPorts({ paced, ...change });
    await expect(
      awaitTurn({ job_id: ports.job.job_id, attempt: 1, task_token: "t", paced: true }, ports),
    ).rejects.toThrow(FencedError);
  });

  test("of a job without a record of it ends at once: the step records it again", async () => {
    const ports = createStepPorts({ state: "WORKER_SUCCEEDED" });
    ports.tokens.waiting.add("t-1");
    expect(await wait(ports)).toEqual({ waits: false });
    expect(ports.tokens.sent).toEqual(["succeed t-1"]);
  });
});

/** The job waits, and the sweeper grants what it needs. */
async function grant(ports: StepPorts): Promise<void> {
  const job: Job = await ports.stored();
  await awaitTurn({ ...ports.input, task_token: "t-1", paced: true }, ports);
  const wait = await ports.paces.wait(waiterOf(job));
  if (wait) await ports.paces.grant(waiterOf(job), wait, ports.clock());
}
