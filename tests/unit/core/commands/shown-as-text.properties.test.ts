import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { parseComment } from "../../../../core/commands/parse-comment.ts";
import { beginsShownLine } from "../../../fakes/markdown/shown-paragraphs.ts";

/** Pieces of Markdown and HTML that open, close or resemble elements, and commands between them. */
const pieces = [
  ...["/c1", "/c2", "/c3 x", "/c1\n", "/c2\n", "\n/c3\n"],
  ...["@our-app c1", "@our-app c2 x\n", "\n@our-app[bot] c3\n", "@our-app "],
  ...["> ", ">", ">> ", "\n> ", "\n    > ", "- ", "\n- ", "* ", "1. ", "2) "],
  ...["```", "````", "~~~", "```js", "`", "``"],
  ...["  ", "    ", "\n    ", "\n   ", "\n\t", "\t", "\u00a0", "\f"],
  ...["text", "# h", "#", "---", "===", "--", "* * *"],
  ...["|", "|-|", "-|", "a | b\n-|-\n", "|x|"],
  ...["<!--", "-->", "<!-- x -->", "<?", "?>", "<![CDATA[", "]]>", "<!x", "<x"],
  ...[
    "<b>",
    "</b>",
    "<code>",
    "</code>",
    "<kbd>",
    "</kbd>",
    "<details>",
    "</details>",
    "<summary>",
    "</summary>",
  ],
  ...["<div>", "</div>", "<pre>", "</pre>", '<a href="', '">', "</a>", "<td>", "<li>", "</ul>", "<ul>"],
  ...["[", "]", "](u)", "![", '](u "', '")', "[a]: ", "[a]", "[^1]", "[^1]: ", "http://a.b", "<http://a.b/"],
  ...["*", "**", "_", "~~", "\\", "\\\n", '"', "=", "&lt;"],
  ...["\r\n", "\r", "\n", "\n", "\n", "\n", "\n\n", "\n\n", "\n\n"],
];
const markdown = (maxLength: number) =>
  fc.array(fc.constantFrom(...pieces), { minLength: 1, maxLength }).map((parts) => parts.join(""));

const app = "our-app[bot]";

/** The line's start up to its command. */
function starts(body: string, line: number): string {
  const text = body.split(/\r\n|\n|\r/)[line - 1] ?? "";
  return /^(?:\/|@our-app(?:\[bot\])?\s+)[a-z][a-z0-9-]*/i.exec(text)?.[0] ?? "not a command";
}

describe("for any text, a command", () => {
  test.each([
    [8, 3_000],
    [16, 3_000],
    [40, 500],
  ])(
    "begins a line of a paragraph for another reader of Markdown and for a browser too (%i pieces)",
    (length, numRuns) => {
      fc.assert(
        fc.property(markdown(length), (body) => {
          // micromark loses the line end after a paragraph that follows such a footnote.
          fc.pre(!/\[\^1\]:\s*\[a\]:/.test(body));
          const hidden = parseComment(body, app).commands.filter(
            ({ line }) => !beginsShownLine(body, starts(body, line)),
          );
          expect(hidden).toEqual([]);
        }),
        { numRuns },
      );
    },
    120_000,
  );
});

/** Typical text around a command; none of it continues across an empty line. */
const calm = [
  "Please look at `src/a.ts`, 2 * 3 = 6.",
  "It costs $5 & <b>more</b>\nthan [that](https://example.com).",
  "# A title",
  "- one\n- two",
  "1. one\n\n   more",
  "> quoted\n> more",
  "```ts\n/c9\n```",
  "| a | b |\n|---|---|\n| 1 | 2 |",
  "<details>\n<summary>More</summary>\n\ntext\n\n</details>",
  "<!-- note -->",
  "See[^1].\n\n[^1]: A note.",
  "---",
  "From: v1\nTo: v2",
  "On it, he wrote:",
  "At 10:30 on 2026-11-02 it failed:",
  "Contact a@example.com:",
  "Sent from my desk with love",
  "--",
];

test("a command between empty lines is found in any ordinary text", () => {
  const around = fc.array(fc.constantFrom(...calm), { maxLength: 6 });
  fc.assert(
    fc.property(around, around, (before, after) => {
      for (const start of ["/c1", "@our-app c1"]) {
        const body = [...before, `${start} x`, ...after].join("\n\n");
        expect(parseComment(body, app).commands.map(({ name }) => name)).toEqual(["c1"]);
        expect(beginsShownLine(body, start)).toBe(true);
      }
    }),
    { numRuns: 300 },
  );
});
