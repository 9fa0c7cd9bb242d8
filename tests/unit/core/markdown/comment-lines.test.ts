import { expect, test } from "@jest/globals";
import { readCommentLines } from "../../../../core/markdown/comment-lines.ts";

test("returns the lines that start with a slash, unchanged, whatever follows it", () => {
  expect(readCommentLines("text\n/a  x\n\n/ b\n//\n /c").signLines).toEqual([
    { text: "/a  x", line: 2 },
    { text: "/ b", line: 4 },
    { text: "//", line: 5 },
  ]);
  expect(readCommentLines("").signLines).toEqual([]);
});
