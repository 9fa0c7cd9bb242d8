import { beforeEach, expect, test } from "@jest/globals";
import { PermanentError, RetryableError } from "../../../core/errors.ts";
import { isHistoryRecord } from "../../../core/generated/validators.mjs";
import type { Job } from "../../../core/jobs/job.ts";
import { exportJobHistory, type JobWrite } from "../../../functions/export-job-history/export-job-history.ts";
import { createFakeHistoryStream, type FakeHistoryStream } from "../../fakes/history-stream.ts";
import { aJob } from "../../fakes/records/job.ts";

let history: FakeHistoryStream;

beforeEach(() => {
  history = createFakeHistoryStream();
});

const created = (change: Partial<Job> = {}): JobWrite => ({ before: null, after: aJob(change) });
const run = (...writes: JobWrite[]) => exportJobHistory(writes, { history, isHistoryRecord });

test("transitions are exported, other writes are skipped", async () => {
  const job = aJob({ job_id: "claimed" });
  const claim = { before: job, after: { ...job, fence: 1 } };
  expect(await run(created({ job_id: "one" }), claim, created({ job_id: "two" }))).toEqual([
    null,
    null,
    null,
  ]);
  expect(history.taken.map(({ job_id }) => job_id)).toEqual(["one", "two"]);
});

test("only records that the stream does not accept are retried", async () => {
  history.leave(({ job_id }) => job_id === "two");
  const [one, two, three] = await run(...["one", "two", "three"].map((job_id) => created({ job_id })));
  expect([one, three]).toEqual([null, null]);
  expect(two).toBeInstanceOf(RetryableError);
  expect(history.taken.map(({ job_id }) => job_id)).toEqual(["one", "three"]);
});

test("every transition is retried if the stream does not respond", async () => {
  history.put = () => Promise.reject(new RetryableError("history_stream_unavailable", "gone"));
  const job = aJob();
  const answers = await run(created(), { before: job, after: job }, created());
  expect(answers.map((answer) => answer?.code ?? null)).toEqual(["history_left", null, "history_left"]);
});

test("an unexpected error is not retryable", async () => {
  history.put = () => Promise.reject(new TypeError("a mistake"));
  await expect(run(created())).rejects.toThrow("a mistake");
});

test.each([
  ["of another shape", { employee: "" }, "history_malformed"],
  ["without its last event", { last_event: undefined as never }, "history_unreadable"],
])("a job %s has its own error, and the others are exported", async (_what, change, code) => {
  const [bad, good] = await run(created(change), created());
  expect(bad).toBeInstanceOf(PermanentError);
  expect(bad?.code).toBe(code);
  expect(good).toBeNull();
  expect(history.taken).toHaveLength(1);
});

test("without a transition the stream is not called", async () => {
  history.put = () => Promise.reject(new Error("was called"));
  expect(await run({ before: aJob(), after: null })).toEqual([null]);
  expect(await run()).toEqual([]);
});
