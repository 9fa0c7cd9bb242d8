import { beforeEach, describe, expect, test } from "@jest/globals";
import { marker } from "../../../../core/answering/marker.ts";
import { publishComment } from "../../../../core/answering/publish-comment.ts";
import { reconcileComments } from "../../../../core/answering/reconcile-comments.ts";
import { renderWorking } from "../../../../core/answering/render-answer.ts";
import { reportCancellation } from "../../../../core/answering/report-cancellation.ts";
import { reportWait } from "../../../../core/answering/report-provisional.ts";
import { withdrawJob } from "../../../../core/answering/withdraw-job.ts";
import { RetryableError } from "../../../../core/errors.ts";
import { commentFragment, type StatusComment } from "../../../../core/jobs/status-comment.ts";
import { createStepPorts, type StepPorts } from "../../../fakes/answering.ts";
import { anEmployee } from "../../../fakes/records/employee.ts";
import { aJob } from "../../../fakes/records/job.ts";

const thread = 9000;
const source = { ...aJob().source, kind: "pull_request_review_comment" as const, id: 9001, thread };
const { job_id } = aJob();
const part = (n: number, text: string) => `${marker(job_id, n)}\n${text}`;
const posted = (id: number, change: Partial<StatusComment> = {}): StatusComment => {
  return { phase: "POSTED", id, continuation_ids: [], ...change };
};

let ports: StepPorts;

beforeEach(() => {
  ports = createStepPorts({ source });
});

const publish = async (...parts: string[]) => publishComment(await ports.stored(), parts, ports);
const publishFinal = async (...parts: string[]) =>
  publishComment(await ports.stored(), parts, ports, { final: true });
const shown = () => ports.writer.comments.map(({ thread: at, body }) => [at, body.split("\n")[1]]);
const save = async (comment: StatusComment) => ports.jobs.put({ ...(await ports.stored()), comment });

describe("a command on the diff is answered in its thread:", () => {
  test("the status comment, the answer and its further parts", async () => {
    expect((await publish("working")).comment).toMatchObject({ phase: "POSTED", thread });
    const job = await publishFinal("one", "two");
    expect(shown()).toEqual([
      [thread, "one"],
      [thread, "two"],
    ]);
    expect(job.comment?.thread).toBe(thread);
  });

  test("the record says so before the comment is posted", async () => {
    ports.writer.fault("createComment", "before");
    await expect(publish("working")).rejects.toBeInstanceOf(RetryableError);
    expect((await ports.stored()).comment).toMatchObject({ phase: "PREPARED", id: null, thread });
  });

  test("case 8: a reply that landed is adopted", async () => {
    ports.writer.fault("createComment", "landed");
    await publish("working");
    await publishFinal("done");
    expect(shown()).toEqual([[thread, "done"]]);
  });

  test("a wait is shown there", async () => {
    const job = aJob({ source });
    await publish(renderWorking(job, anEmployee()));
    const waiting = { provider: "anthropic", since: "2026-11-23T09:00:00Z", until: "2026-11-23T10:00:00Z" };
    expect(await reportWait(await ports.stored(), anEmployee(), waiting, ports)).toBe(true);
    expect(ports.writer.bodies()).toEqual([expect.stringContaining("is waiting")]);
    expect((await ports.stored()).comment?.thread).toBe(thread);
  });
});

describe("a job whose comment is in the conversation stays there:", () => {
  test("one of an earlier version", async () => {
    const { thread: _none, ...old } = source;
    ports.jobs.put({ ...(await ports.stored()), source: old });
    await publish("working");
    expect((await publishFinal("done")).comment).not.toHaveProperty("thread");
    expect(shown()).toEqual([[null, "done"]]);
  });

  test("one that the previous version acknowledged", async () => {
    const { id } = ports.writer.earlier(part(1, "working"));
    await save(posted(id));
    await publishFinal("done");
    expect(shown()).toEqual([[null, "done"]]);
  });

  test("a review", async () => {
    ports.jobs.put({
      ...(await ports.stored()),
      source: { ...aJob().source, kind: "pull_request_review" },
    });
    await publishFinal("done");
    expect(shown()).toEqual([[null, "done"]]);
  });
});

describe("if the thread is gone, the answer moves to the conversation:", () => {
  test("from the start", async () => {
    ports.writer.goneThreads.add(thread);
    const job = await publish("working");
    expect(job.comment).toMatchObject({ phase: "POSTED", text: [expect.any(String)] });
    expect(job.comment).not.toHaveProperty("thread");
    await publishFinal("done");
    expect(shown()).toEqual([[null, "done"]]);
  });

  test("with a status comment that a user deleted", async () => {
    const { comment } = await publish("working");
    ports.writer.remove(comment?.id ?? 0);
    ports.writer.goneThreads.add(thread);
    await publishFinal("done");
    expect(shown()).toEqual([[null, "done"]]);
  });

  test("as a whole, although the first part could stay", async () => {
    await publish("working");
    ports.writer.goneThreads.add(thread);
    const job = await publishFinal("one", "two");
    expect(shown()).toEqual([
      [null, "one"],
      [null, "two"],
    ]);
    expect(job.comment?.continuation_ids).toHaveLength(1);
  });

  test("after a reply whose response was lost, which is removed", async () => {
    ports.writer.fault("createComment", "late");
    await expect(publish("working")).rejects.toBeInstanceOf(RetryableError);
    ports.writer.goneThreads.add(thread);
    ports.writer.settle();
    ports.writer.fault("updateComment", "before");
    await expect(publish("working")).rejects.toBeInstanceOf(RetryableError);
    ports.writer.remove(ports.writer.comments[0]?.id ?? 0);
    await publishFinal("done");
    expect(shown()).toEqual([[null, "done"]]);
  });

  test("again after a crash between the two places: one answer", async () => {
    await publish("working");
    ports.writer.goneThreads.add(thread);
    const { deleteComment } = ports.writer;
    ports.writer.deleteComment = () => Promise.reject(new RetryableError("github_failed", "502"));
    await expect(publishFinal("one", "two")).rejects.toBeInstanceOf(RetryableError);
    ports.writer.deleteComment = deleteComment;
    await publishFinal("one", "two");
    expect(shown()).toEqual([
      [null, "one"],
      [null, "two"],
    ]);
  });
});

describe("comments that do not belong there are removed:", () => {
  test("in a thread and in the conversation", async () => {
    const answer = ports.writer.earlier(part(1, "done"), undefined, thread);
    ports.writer.earlier(part(1, "working"), undefined, thread);
    ports.writer.earlier(part(1, "working"));
    const job = ports.jobs.put({
      ...(await ports.stored()),
      state: "NOTIFIED",
      comment: posted(answer.id, { thread }),
    });
    expect((await reconcileComments(job, ports)).removed).toHaveLength(2);
    expect(shown()).toEqual([[thread, "done"]]);
  });

  test("of a withdrawn command, in both places", async () => {
    await publish("working");
    ports.writer.earlier(part(1, "working"));
    const job = await withdrawJob(await ports.stored(), "comment_deleted", "test", ports);
    expect(shown()).toEqual([]);
    expect(job.comment).toMatchObject({ phase: "REMOVED", thread });
    ports.writer.earlier(part(1, "working"), undefined, thread);
    ports.writer.earlier(part(1, "working"));
    expect((await reconcileComments(job, ports)).removed).toHaveLength(2);
    expect(shown()).toEqual([]);
  });

  test("of a cancelled job; the thread shows who cancelled it", async () => {
    await publish("working");
    ports.writer.earlier(part(1, "working"));
    const last_event = { ...aJob().last_event, to: "CANCELLED" as const, actor: "operator:ada" };
    ports.jobs.put({ ...(await ports.stored()), state: "CANCELLED", last_event });
    expect(await reportCancellation(await ports.stored(), ports)).toBe(true);
    expect(shown()).toEqual([[thread, expect.stringContaining("was cancelled by an operator")]]);
    expect(await reportCancellation(await ports.stored(), ports)).toBe(false);
  });

  test("of a job of the conversation without a request for threads", async () => {
    const other = createStepPorts({ state: "NOTIFIED", comment: posted(101) });
    other.writer.earlier(part(1, "done"));
    await reconcileComments(other.job, other);
    expect(other.writer.calls).toEqual(["ownComments"]);
  });
});

test("the fragment of a comment's address", () => {
  expect(commentFragment(posted(7), 7)).toBe("issuecomment-7");
  expect(commentFragment(posted(7, { thread }), 8)).toBe("discussion_r8");
});
