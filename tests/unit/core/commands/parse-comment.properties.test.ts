import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { parseComment } from "../../../../core/commands/parse-comment.ts";
import { anyCharacter } from "../../../fakes/any-character.ts";

/** Pieces of Markdown that open, close or resemble blocks: random text rarely contains any. */
const pieces = [
  "/cmd",
  "/cmd x",
  "@our-app cmd",
  "> ",
  ">",
  ">> ",
  "- ",
  "1. ",
  "2) ",
  "```",
  "````",
  "~~~",
  "```js",
  "  ",
  "    ",
  "\t",
  "text",
  "# h",
  "---",
  "===",
  "* * *",
  "<!--",
  "-->",
  "<!-- x -->",
  "<b>",
  "\r\n",
  "\n",
  "\n",
  "\n",
  "\n\n",
  "\\",
  '"',
  "=",
];
const markdown = fc.array(fc.constantFrom(...pieces), { maxLength: 25 }).map((parts) => parts.join(""));
const anything = fc.oneof(markdown, fc.string({ unit: anyCharacter }));

/** Lines that do not open or close a fence or comment, and do not turn the line above into a heading. */
const calmLine = fc.constantFrom(
  "text",
  "",
  "> quote",
  "- item",
  "  more",
  "# Title",
  "1. one",
  "/cmd",
  "***",
  "a  b",
);
const calm = fc.array(calmLine, { maxLength: 8 });

const app = "our-app[bot]";

function foundIn(lines: readonly string[]): string[] {
  return parseComment(lines.join("\n")).commands.map(({ name }) => name);
}

describe("for any text", () => {
  test("each command that is found is at column 0 of its line", () => {
    fc.assert(
      fc.property(anything, (body) => {
        const lines = body.split(/\r\n|\n|\r/);
        for (const { name, prefix, line } of parseComment(body, app).commands) {
          expect(lines[line - 1]?.toLowerCase().startsWith(`${prefix}${name}`)).toBe(true);
        }
      }),
    );
  });

  test("LF and CRLF mean the same", () => {
    fc.assert(
      fc.property(markdown, (body) => {
        const unix = body.replaceAll("\r\n", "\n");
        const windows = unix.replaceAll("\n", "\r\n");
        expect(parseComment(windows, app).commands).toEqual(parseComment(unix, app).commands);
      }),
    );
  });

  test("a quoted comment commands nothing", () => {
    fc.assert(
      fc.property(anything, (body) => {
        const quoted = body.split(/\r\n|\n|\r/).map((line) => `> ${line}`);
        expect(parseComment(quoted.join("\n"), app).commands).toEqual([]);
      }),
    );
  });
});

describe("/hidden, whatever surrounds it,", () => {
  const fences = fc.record({ mark: fc.constantFrom("`", "~"), length: fc.integer({ min: 3, max: 6 }) });

  test("is not a command in a fence, but /seen after it is", () => {
    fc.assert(
      fc.property(calm, fences, calm, calm, (before, { mark, length }, inside, after) => {
        const fence = mark.repeat(length);
        const code = [...inside, "/hidden", ...inside];
        const lines = [...before, "", fence, ...code, fence, "/seen", ...after];
        expect(foundIn(lines.filter((line) => line !== "/cmd"))).toEqual(["seen"]);
      }),
    );
  });

  test("is not a command in an unclosed fence", () => {
    fc.assert(
      fc.property(calm, fences, calm, (before, { mark, length }, inside) => {
        const lines = [...before, mark.repeat(length), ...inside, "/hidden"];
        expect(foundIn(lines)).not.toContain("hidden");
      }),
    );
  });

  test("is no command in a comment; /seen after it is one", () => {
    fc.assert(
      fc.property(calm, markdown, calm, (before, inside, after) => {
        // Replaced by a space, because the text around a mark may form another one.
        const hidden = inside.replaceAll(/-->|<!--/g, " ").split(/\r\n|\n|\r/);
        const lines = [...before, "<!-- x", ...hidden, "/hidden", "-->", "/seen", ...after];
        expect(foundIn(lines.filter((line) => line !== "/cmd"))).toEqual(["seen"]);
      }),
    );
  });

  test("is not a command as a continuation of a quoted paragraph", () => {
    const plain = fc.array(fc.constantFrom("text", "more text", "a - b", "x > y"), { maxLength: 5 });
    fc.assert(
      fc.property(calm, plain, (before, continued) => {
        const lines = [...before, "", "> quoted", ...continued, "/hidden", "", "/seen"];
        expect(foundIn(lines.filter((line) => line !== "/cmd"))).toEqual(["seen"]);
      }),
    );
  });
});
