import { expect, test } from "@jest/globals";
import { slashLines } from "../../../../core/commands/slash-lines.ts";

test("only lines that begin with a slash, as they stand there, whatever follows it", () => {
  expect(slashLines("text\n/a  x\n\n/ b\n//\n /c")).toEqual([
    { text: "/a  x", line: 2 },
    { text: "/ b", line: 4 },
    { text: "//", line: 5 },
  ]);
  expect(slashLines("")).toEqual([]);
});
