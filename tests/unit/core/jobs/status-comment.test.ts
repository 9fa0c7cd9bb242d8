import { describe, expect, test } from "@jest/globals";
import {
  beginWriting,
  endWriting,
  isDoubtful,
  removedComment,
  visibleComment,
} from "../../../../core/jobs/status-comment.ts";

const begin = (before: Parameters<typeof beginWriting>[0], text: string) =>
  beginWriting(before, { text: [text], provisional: false });

describe("a write", () => {
  test("leaves no doubt if its outcome is known", () => {
    const ended = endWriting(begin(null, "a"), [101, 102]);
    expect(ended).toMatchObject({ phase: "POSTED", id: 101, continuation_ids: [102], text: ["a"] });
    expect(isDoubtful(ended)).toBe(false);
    expect(isDoubtful(begin(ended, "b"))).toBe(true);
  });

  test("that was not is doubted for good", () => {
    const again = endWriting(begin(begin(null, "a"), "a"), [101]);
    expect(isDoubtful(again)).toBe(true);
    expect(isDoubtful(endWriting(begin(again, "b"), [101]))).toBe(true);
  });

  test("of a version without such notes is doubtful while it is only prepared", () => {
    const prepared = { phase: "PREPARED" as const, id: null, continuation_ids: [] };
    expect(isDoubtful(endWriting(begin(prepared, "a"), [101]))).toBe(true);
    expect(isDoubtful(endWriting(begin({ ...prepared, phase: "POSTED", id: 101 }, "a"), [101]))).toBe(false);
  });

  test("keeps each earlier text once, without the current one", () => {
    const texts = ["a", "b", "a", "c"];
    const last = texts.reduce<ReturnType<typeof begin> | null>((before, text) => begin(before, text), null);
    expect(last).toMatchObject({ text: ["c"], earlier: ["b", "a"] });
  });

  test("keeps a limited number of earlier texts", () => {
    let comment = begin(null, "0");
    for (let n = 1; n < 200; n += 1) comment = begin(comment, String(n));
    expect(comment.earlier?.length).toBeLessThanOrEqual(40);
    expect(comment.earlier).toContain("198");
  });
});

test("a comment that was removed is not written to again", () => {
  const removed = removedComment(endWriting(begin(null, "a"), [101]), 101);
  expect(removed).toMatchObject({ phase: "REMOVED", id: 101 });
  expect([visibleComment(removed), visibleComment(null)]).toEqual([null, null]);
  expect(begin(removed, "b")).toMatchObject({ phase: "PREPARED", id: null, earlier: ["a"] });
});
