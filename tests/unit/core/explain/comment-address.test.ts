import { describe, expect, test } from "@jest/globals";
import { readCommentAddress } from "../../../../core/explain/comment-address.ts";

const issueComment = "issue_comment";
const reviewComment = "pull_request_review_comment";
const review = "pull_request_review";

describe("a link that GitHub copies", () => {
  test.each([
    ["/pull/7#issuecomment-12", issueComment],
    ["/issues/7#issuecomment-12", issueComment],
    ["/pull/7/#issuecomment-12", issueComment],
    ["/pull/7?notification_referrer_id=NT_1#issuecomment-12", issueComment],
    ["/pull/7#discussion_r12", reviewComment],
    ["/pull/7/files#r12", reviewComment],
    ["/pull/7/files?diff=split&w=1#r12", reviewComment],
    ["/pull/7/files/0a1b2c3d4e#r12", reviewComment],
    ["/pull/7/files/0a1b2c3d..4e5f6a7b#r12", reviewComment],
    ["/pull/7/files#discussion_r12", reviewComment],
    ["/pull/7/changes#r12", reviewComment],
    ["/pull/7/changes/0a1b2c3d4e#r12", reviewComment],
    ["/pull/7/changes/BASE..0a1b2c3d4e#r12", reviewComment],
    ["/pull/7/commits/0a1b2c3d4e#r12", reviewComment],
    ["/pull/7#pullrequestreview-12", review],
    ["/pull/7/files#pullrequestreview-12", review],
  ])("%s is a %s", (path, kind) => {
    expect(readCommentAddress(`https://github.com/octo-demo/pay.ments${path}`)).toEqual({
      ...{ host: "github.com", repo: "octo-demo/pay.ments", pr_number: 7 },
      ...{ kind, id: 12 },
    });
  });

  test("of a server with a port", () => {
    expect(readCommentAddress("http://localhost:3300/o/r/pull/7#issuecomment-12")?.host).toBe(
      "localhost:3300",
    );
  });
});

describe("without a page", () => {
  test.each([
    ["#issuecomment-12", issueComment],
    ["discussion_r12", reviewComment],
    ["#r12", reviewComment],
    ["#pullrequestreview-12", review],
    ["12", null],
    ["#12", null],
  ])("%s is a %s", (text, kind) => {
    expect(readCommentAddress(text)).toEqual({ host: null, repo: null, pr_number: null, kind, id: 12 });
  });
});

test.each([
  "https://github.com/o/r/pull/7",
  "https://github.com/o/r/pull/7#12",
  "https://github.com/o/r/pull/7#r12",
  "https://github.com/o/r/pull/7#r",
  "https://github.com/o/r/issues/7/files#r12",
  "https://github.com/o/r/pull/7#issue-12",
  "https://github.com/o/r/pull/7#event-12",
  "https://github.com/o/r/pull/7#ref-commit-12",
  "https://github.com/o/r/pull/7#issuecomment-0",
  "https://github.com/o/r/pull/7#issuecomment-new-12",
  "https://github.com/o/r/pull/7/checks#r12",
  "https://github.com/o/r/pull/7/files#diff-0a1b2c3dR12",
  "https://github.com/o/r/commit/0a1b2c3#r12",
  "https://github.com/o/r/commit/0a1b2c3#commitcomment-12",
  "https://github.com/o/r/discussions/7#discussioncomment-12",
  "https://github.com/../r/pull/7#r12",
  "ftp://github.com/o/r/pull/7#issuecomment-12",
  "github.com/o/r/pull/7#issuecomment-12",
  "##12",
  "#-12",
  "9999999999999999",
  "12 34",
  "the one above",
  "",
])("%s is not the address of a comment", (text) => {
  expect(readCommentAddress(text)).toBeNull();
});
