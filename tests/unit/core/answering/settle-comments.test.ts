import { expect, test } from "@jest/globals";
import { marker } from "../../../../functions/core/answering/marker.ts";
import { settleComments } from "../../../../functions/core/answering/settle-comments.ts";
import { RetryableError } from "../../../../functions/core/errors.ts";
import type { StatusComment } from "../../../../functions/core/jobs/job.ts";
import { createStepPorts } from "../../../fakes/answering.ts";
import { aNewJob } from "../../../fakes/records/job.ts";

const { job_id } = aNewJob();
const text = (part: number, words: string) => `${marker(job_id, part)}\n${words}`;
const posted = (id: number, ...continuation_ids: number[]): StatusComment => ({
  phase: "POSTED",
  id,
  continuation_ids,
});

/** A job that has ended, whose comments get the ids 101, 102 … in this order. */
function ended(comment: StatusComment | null, ...bodies: string[]) {
  const ports = createStepPorts({ state: "NOTIFIED", outcome: "answered", comment });
  for (const body of bodies) ports.writer.earlier(body);
  const shown = () => ports.writer.comments.map(({ id, body }) => [id, body]);
  return { ...ports, shown, tidy: async () => (await settleComments(ports.job, ports)).removed };
}

test("one answer stays as it is, and nothing is written", async () => {
  const { tidy, shown, writer } = ended(posted(101), text(1, "answer"));
  expect(await tidy()).toEqual([]);
  expect(shown()).toEqual([[101, text(1, "answer")]]);
  expect(writer.calls).toEqual(["ownComments"]);
});

test("case 9: what landed later is removed, down to the lowest id", async () => {
  const { tidy, shown, stored } = ended(
    posted(101),
    text(1, "answer"),
    text(1, "working"),
    text(1, "working"),
  );
  expect(await tidy()).toEqual([102, 103]);
  expect(shown()).toEqual([[101, text(1, "answer")]]);
  expect((await stored()).comment).toMatchObject(posted(101));
});

test("case 9: the answer moves to a comment that had come first, and the job says so", async () => {
  const { tidy, shown, stored } = ended(posted(102), text(1, "working"), text(1, "answer"));
  expect(await tidy()).toEqual([102]);
  expect(shown()).toEqual([[101, text(1, "answer")]]);
  expect((await stored()).comment).toMatchObject(posted(101));
});

test.each(["updateComment", "deleteComment"] as const)(
  "an answer whose move is cut off at %s is moved by the next look",
  async (method) => {
    const { writer, tidy, shown, stored, ...ports } = ended(
      posted(102),
      text(1, "working"),
      text(1, "answer"),
    );
    writer.fault(method, "before");
    await expect(tidy()).rejects.toBeInstanceOf(RetryableError);
    expect(await settleComments(await stored(), { ...ports, writer })).toEqual({
      removed: [102],
      restored: [],
    });
    expect(shown()).toEqual([[101, text(1, "answer")]]);
  },
);

test("somebody's comment with our marker stays, and is no answer", async () => {
  const { tidy, shown, writer } = ended(posted(102), text(1, "x"), text(1, "answer"));
  writer.remove(101);
  const stolen = writer.stranger(text(1, "not ours"));
  expect(await tidy()).toEqual([]);
  expect(shown()).toEqual([
    [102, text(1, "answer")],
    [stolen.id, stolen.body],
  ]);
});

test("another job's answer stays", async () => {
  const other = `${marker("other-summary", 1)}\nanswer`;
  const { tidy, shown } = ended(posted(101), text(1, "answer"), other);
  expect(await tidy()).toEqual([]);
  expect(shown()).toHaveLength(2);
});

test("each part of a long answer stays once, and parts that it does not have go", async () => {
  const bodies = [text(1, "a"), text(2, "b"), text(2, "late"), text(3, "of an attempt that failed")];
  const { tidy, shown } = ended(posted(101, 102), ...bodies);
  expect(await tidy()).toEqual([103, 104]);
  expect(shown()).toEqual([
    [101, text(1, "a")],
    [102, text(2, "b")],
  ]);
});

test("an answer that somebody has deleted is not made of what landed late", async () => {
  const { tidy, shown, writer } = ended(posted(101), text(1, "answer"), text(1, "working"));
  writer.remove(101);
  expect(await tidy()).toEqual([]);
  expect(shown()).toEqual([[102, text(1, "working")]]);
});

test("a lower one that goes away meanwhile is not waited for", async () => {
  const { tidy, shown, writer, stored } = ended(posted(102), text(1, "working"), text(1, "answer"));
  const { updateComment } = writer;
  writer.updateComment = async (target, id, body) => {
    writer.remove(101);
    return updateComment(target, id, body);
  };
  await tidy();
  expect(shown()).toEqual([[102, text(1, "answer")]]);
  expect((await stored()).comment).toMatchObject(posted(102));
});

test.each([null, { phase: "PREPARED" as const, id: null, continuation_ids: [] }])(
  "a job that knows no comment is left alone: %p",
  async (comment) => {
    const { tidy, writer } = ended(comment, text(1, "working"));
    expect(await tidy()).toEqual([]);
    expect(writer.calls).toEqual([]);
  },
);
