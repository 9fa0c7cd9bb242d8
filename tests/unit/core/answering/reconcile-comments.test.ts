import { describe, expect, test } from "@jest/globals";
import { sha256 } from "../../../../adapters/runtime/sha256.ts";
import { answerParts } from "../../../../core/answering/answer-parts.ts";
import { marker } from "../../../../core/answering/marker.ts";
import { reconcileComments, reconcileReactions } from "../../../../core/answering/reconcile-comments.ts";
import { RetryableError } from "../../../../core/errors.ts";
import { fingerprint, type StatusComment } from "../../../../core/jobs/status-comment.ts";
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
  return { ...ports, shown, tidy: async () => (await reconcileComments(ports.job, ports)).removed };
}

test("one answer stays as it is, and nothing is written", async () => {
  const { tidy, shown, writer } = ended(posted(101), text(1, "answer"));
  expect(await tidy()).toEqual([]);
  expect(shown()).toEqual([[101, text(1, "answer")]]);
  expect(writer.calls).toEqual(["ownComments"]);
});

test("case 9: comments that landed later are removed, the lowest id stays", async () => {
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

test("case 9: the answer moves to an earlier comment, and the job's record names it", async () => {
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
    expect(await reconcileComments(await stored(), { ...ports, writer })).toEqual({
      removed: [102],
      restored: [],
    });
    expect(shown()).toEqual([[101, text(1, "answer")]]);
  },
);

test("a user's comment with our marker stays and does not count as the answer", async () => {
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

test("each part of a long answer stays once, and surplus parts are removed", async () => {
  const bodies = [text(1, "a"), text(2, "b"), text(2, "late"), text(3, "of an attempt that failed")];
  const { tidy, shown } = ended(posted(101, 102), ...bodies);
  expect(await tidy()).toEqual([103, 104]);
  expect(shown()).toEqual([
    [101, text(1, "a")],
    [102, text(2, "b")],
  ]);
});

test("an answer that a user has deleted is not replaced by a late comment", async () => {
  const { tidy, shown, writer } = ended(posted(101), text(1, "answer"), text(1, "working"));
  writer.remove(101);
  expect(await tidy()).toEqual([]);
  expect(shown()).toEqual([[102, text(1, "working")]]);
});

test("a lower comment that is deleted meanwhile is ignored", async () => {
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

describe("texts that are on record", () => {
  const markdown = "Nothing to worry about.";
  const finger = (body: string) => fingerprint(body, sha256);
  const working = text(1, "working");

  /** A job that was answered after it had said "working", whose comments get the ids 101, 102 … in this order. */
  async function answered(
    id: number,
    bodies: (answer: string) => string[],
    change: Partial<StatusComment> = {},
  ) {
    const ports = createStepPorts({ state: "NOTIFIED", outcome: "answered" });
    const result = { outcome: "answered" as const, markdown, usage: null };
    const result_ref = await ports.payloads.put("results/x", JSON.stringify(result));
    const [employee] = ports.roster;
    if (!employee) throw new Error("There is no employee");
    const [part = ""] = await answerParts(ports.job, employee, result, ports);
    const answer = text(1, part);
    const comment = { ...posted(id), text: [finger(answer)], earlier: [finger(working)], ...change };
    const job = ports.jobs.put({ ...ports.job, result_ref, comment });
    for (const body of bodies(answer)) ports.writer.earlier(body);
    const shown = () => ports.writer.comments.map(({ id: shownId, body }) => [shownId, body]);
    return { ...ports, answer, job, shown, settle: () => reconcileComments(job, ports) };
  }

  test("case 22: an older text of ours is replaced by the answer, rendered from the result", async () => {
    const { settle, shown, answer, stored } = await answered(101, () => [working]);
    expect(await settle()).toEqual({ removed: [], restored: [101] });
    expect(shown()).toEqual([[101, answer]]);
    expect((await stored()).comment).toMatchObject({ id: 101, doubtful: true });
  });

  test("line ends and blanks around a text make no difference", async () => {
    const { settle, writer } = await answered(101, (answer) => [`${answer.replaceAll("\n", "\r\n")}\n`]);
    expect(await settle()).toEqual({ removed: [], restored: [] });
    expect(writer.calls).toEqual(["ownComments"]);
  });

  test("a person's edit stays", async () => {
    const { settle, shown } = await answered(101, (answer) => [`${answer} edited`]);
    expect(await settle()).toEqual({ removed: [], restored: [] });
    expect(shown()[0]?.[1]).toContain("edited");
  });

  test("the lowest comment gets the answer from a duplicate", async () => {
    const { settle, shown, answer, payloads } = await answered(102, (said) => [said, working]);
    payloads.objects.clear();
    expect(await settle()).toEqual({ removed: [102], restored: [] });
    expect(shown()).toEqual([[101, answer]]);
  });

  test("an answer that a person has deleted is not restored, and an older text is removed", async () => {
    const { settle, shown } = await answered(999, () => [working]);
    expect(await settle()).toEqual({ removed: [101], restored: [] });
    expect(shown()).toEqual([]);
  });

  test("a result that has expired changes nothing", async () => {
    const { settle, shown, payloads } = await answered(101, () => [working]);
    payloads.objects.clear();
    await expect(settle()).rejects.toMatchObject({ code: "payload_gone" });
    expect(shown()).toEqual([[101, working]]);
  });

  test("a job that a user retries meanwhile is not changed", async () => {
    const { settle, shown, jobs, job } = await answered(101, () => [working]);
    await jobs.reopen(job, { actor: "operator:ada", reason: "again", ids: {} }, { attempt: 2 });
    await expect(settle()).rejects.toMatchObject({ name: "FencedError" });
    expect(shown()).toEqual([[101, working]]);
  });

  test.each([
    [
      "a refusal",
      { state: "REFUSED", refusals: [{ code: "permission", message: "You may not." }] },
      "You may not.",
    ],
    ["a failure", { state: "NOTIFIED", outcome: "failed" }, "could not finish"],
  ] as const)("%s is made from the job's record", async (_what, change, words) => {
    const comment = { ...posted(101), text: ["x"], earlier: [finger(working)] };
    const ports = createStepPorts({
      ...change,
      refusals: [...("refusals" in change ? change.refusals : [])],
      comment,
    });
    ports.writer.earlier(working);
    expect(await reconcileComments(ports.job, ports)).toEqual({ removed: [], restored: [101] });
    expect(ports.writer.bodies()).toEqual([expect.stringContaining(words)]);
  });
});

describe("a job whose command was withdrawn", () => {
  const removed: StatusComment = { phase: "REMOVED", id: null, continuation_ids: [], doubtful: true };

  test("case 21: any comment that appears is removed, and the record has its id", async () => {
    const { tidy, shown, stored } = ended(removed, text(1, "working"), text(2, "more"));
    expect(await tidy()).toEqual([101, 102]);
    expect(shown()).toEqual([]);
    expect((await stored()).comment).toMatchObject({ phase: "REMOVED", id: 101 });
  });

  test("that left nothing costs one request", async () => {
    const { tidy, writer } = ended(removed);
    expect(await tidy()).toEqual([]);
    expect(writer.calls).toEqual(["ownComments"]);
  });
});

describe("reactions", () => {
  const doubtful: StatusComment = { ...posted(101), reactions: ["eyes", "+1"], doubtful: true };

  test("of a doubtful job that do not belong there are removed, those of other kinds stay", async () => {
    const ports = createStepPorts({ state: "NOTIFIED", outcome: "answered" });
    const { writer } = ports;
    for (const kind of ["eyes", "+1", "-1"] as const) await writer.react(ports.job, ports.job.source, kind);
    const job = ports.jobs.put({ ...ports.job, comment: doubtful, reaction_id: 102 });
    await reconcileReactions(job, ports);
    expect([...writer.reactions.values()]).toEqual(["+1", "-1"]);
  });

  test("of a job that is not doubtful are not read", async () => {
    const ports = createStepPorts({ state: "NOTIFIED", comment: { ...doubtful, doubtful: false } });
    await reconcileReactions(ports.job, ports);
    expect(ports.writer.calls).toEqual([]);
  });
});
