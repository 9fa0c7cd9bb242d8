import { expect, test } from "@jest/globals";
import { marker } from "../../../core/answering/marker.ts";
import { compensateJob } from "../../../functions/compensate-job/compensate-job.ts";
import { createStepPorts } from "../../fakes/answering.ts";

const errorMessage = "[github_failed] GitHub failed (HTTP 502)";
const failure = {
  Error: "RetryableError",
  Cause: JSON.stringify({ errorMessage, errorType: "RetryableError", trace: [] }),
};

function prepared(change: Parameters<typeof createStepPorts>[0] = {}) {
  const comment = { phase: "POSTED" as const, id: 101, continuation_ids: [102] };
  const ports = createStepPorts({ state: "WORKER_SUCCEEDED", outcome: "answered", comment, ...change });
  for (const n of [1, 2, 3]) ports.writer.earlier(`${marker(ports.job.job_id, n)}\npart ${n}`);
  return { ...ports, input: { ...ports.input, failure } };
}

test("deletes the parts of a long answer, keeps the status comment and fails the job", async () => {
  const ports = prepared();
  expect(await compensateJob(ports.input, ports)).toEqual({ code: "github_failed" });
  expect(ports.writer.comments.map(({ id }) => id)).toEqual([101]);
  const job = await ports.stored();
  expect(job).toMatchObject({
    state: "WORKER_FAILED",
    outcome: "failed",
    comment: { id: 101, continuation_ids: [] },
  });
  expect(job.last_event).toMatchObject({ actor: "compensate-job", reason: "github_failed" });
});

test("finds parts that are not in the job record by their marker", async () => {
  const ports = prepared({ comment: { phase: "PREPARED", id: null, continuation_ids: [] } });
  await compensateJob(ports.input, ports);
  expect(ports.writer.comments.map(({ id }) => id)).toEqual([101]);
});

test("does not touch other users' comments or those of other jobs", async () => {
  const ports = prepared();
  ports.writer.stranger(`${marker(ports.job.job_id, 2)}\nnot by us`);
  ports.writer.earlier(`${marker("other-job", 2)}\nother`);
  await compensateJob(ports.input, ports);
  expect(ports.writer.comments.map(({ id }) => id)).toEqual([101, 104, 105]);
});

test("sends no request to GitHub for a job without a comment", async () => {
  const ports = prepared({ state: "DISPATCHED", comment: null });
  await compensateJob(ports.input, ports);
  expect(ports.writer.calls).toEqual([]);
  expect((await ports.stored()).state).toBe("WORKER_FAILED");
});

test("a repeated step changes nothing more", async () => {
  const ports = prepared();
  await compensateJob(ports.input, ports);
  const before = await ports.stored();
  expect(await compensateJob(ports.input, ports)).toEqual({ code: "github_failed" });
  expect(await ports.stored()).toEqual({ ...before, fence: before.fence + 1 });
});

test.each(["before", "landed"] as const)(
  "a failed deletion (%s) is completed by the next attempt",
  async (fault) => {
    const ports = prepared();
    ports.writer.fault("deleteComment", fault);
    await expect(compensateJob(ports.input, ports)).rejects.toMatchObject({ name: "RetryableError" });
    await compensateJob(ports.input, ports);
    expect(ports.writer.comments.map(({ id }) => id)).toEqual([101]);
    expect((await ports.stored()).state).toBe("WORKER_FAILED");
  },
);

test("a step of an old attempt deletes nothing", async () => {
  const ports = prepared({ attempt: 2 });
  await expect(compensateJob({ ...ports.input, attempt: 1 }, ports)).rejects.toMatchObject({
    name: "FencedError",
  });
  expect(ports.writer.comments).toHaveLength(3);
});

test("asks GitHub for no list if the job record names all comments", async () => {
  const ports = prepared({
    comment: { phase: "POSTED", id: 101, continuation_ids: [102, 103], text: ["0123456789abcdef"] },
  });
  await compensateJob(ports.input, ports);
  expect(ports.writer.calls).toEqual(["deleteComment", "deleteComment"]);
});
