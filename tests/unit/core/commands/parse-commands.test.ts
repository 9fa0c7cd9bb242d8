import { describe, expect, test } from "@jest/globals";
import {
  maximumCommands,
  maximumText,
  parseCommands,
  readCommands,
} from "../../../../functions/core/commands/parse-commands.ts";

function namesAndLines(body: string): [string, number][] {
  return parseCommands(body).map(({ name, line }) => [name, line]);
}

const fence = "```";

describe("which lines are commands", () => {
  const cases: [string, string, [string, number][]][] = [
    ["a command alone", "/security", [["security", 1]]],
    ["between prose", "Please\n/security\nthanks", [["security", 2]]],
    [
      "several",
      "/a\n/b x\n\n/c",
      [
        ["a", 1],
        ["b", 2],
        ["c", 4],
      ],
    ],
    [
      "the same one twice",
      "/a\n/a",
      [
        ["a", 1],
        ["a", 2],
      ],
    ],
    [
      "CRLF",
      "x\r\n/a\r\n/b\r\n",
      [
        ["a", 2],
        ["b", 3],
      ],
    ],
    ["lone CR", "x\r/a", [["a", 2]]],
    ["upper case", "/SeCurity now", [["security", 1]]],
    ["tab after the name", "/a\tx", [["a", 1]]],
    ["no-break space after the name", "/a\u00a0x", [["a", 1]]],
    ["a name of 32 characters", `/${"a".repeat(32)}`, [["a".repeat(32), 1]]],
    ["a name of 33 characters", `/${"a".repeat(33)}`, []],
    ["nothing", "", []],
    ["only a slash", "/", []],
    ["a slash and a space", "/ security", []],
    ["two slashes", "//security", []],
    ["a path", "/usr/bin/env", []],
    ["a dot in the name", "/etc.d", []],
    ["a comma behind the name", "/security, please", []],
    ["a digit first", "/2fa", []],
    ["not at column 0", " /security", []],
    ["in the middle of a line", "see /security", []],
    ["a zero-width space before", "\u200b/security", []],
    ["a byte order mark before", "\ufeff/security", []],
    ["a right-to-left override before", "\u202e/security", []],
    ["a zero-width space in the name", "/sec\u200burity", []],
    ["a zero-width space behind the name", "/security\u200b", []],
    ["a Kelvin sign, which lower-cases to k", "/\u212aey", []],
    ["a full-width slash", "\uff0fsecurity", []],
    ["a line separator is no end of a line", "x\u2028/security", []],
  ];
  test.each(cases)("%s", (_, body, expected) => {
    expect(namesAndLines(body)).toEqual(expected);
  });
});

describe("fenced code", () => {
  const cases: [string, string, [string, number][]][] = [
    ["backticks", `${fence}\n/a\n${fence}\n/b`, [["b", 4]]],
    ["tildes", "~~~\n/a\n~~~\n/b", [["b", 4]]],
    ["an info string", `${fence}sh title=x\n/a\n${fence}\n/b`, [["b", 4]]],
    ["a backtick in a tilde fence's info", "~~~ `x\n/a\n~~~\n/b", [["b", 4]]],
    ["a backtick in the info string is inline code", `${fence}x${fence}\n/a`, [["a", 2]]],
    [
      "a shorter fence does not close",
      `${fence}${fence}\n/a\n${fence}\n/b\n${fence}${fence}\n/c`,
      [["c", 6]],
    ],
    ["a longer fence closes", `${fence}\n/a\n${fence}\`\`\n/b`, [["b", 4]]],
    ["another mark does not close", `${fence}\n~~~\n/a\n${fence}\n/b`, [["b", 5]]],
    ["text behind a fence does not close", `${fence}\n${fence} x\n/a\n${fence}\n/b`, [["b", 5]]],
    ["spaces behind a fence close", `${fence}\n/a\n${fence}  \t\n/b`, [["b", 4]]],
    ["never closed", `/a\n${fence}\n/b\n\n/c`, [["a", 1]]],
    ["indented by three", `   ${fence}\n/a\n   ${fence}\n/b`, [["b", 4]]],
    ["indented by four is no fence", `\n    ${fence}\n/a`, [["a", 3]]],
    ["closing indented by four does not close", `${fence}\n/a\n    ${fence}\n/b\n${fence}\n/c`, [["c", 6]]],
    ["two marks are no fence", "``\n/a", [["a", 2]]],
    ["two tildes are none either", "~~\n/a", [["a", 2]]],
    ["a shorter tilde fence does not close", "~~~~\n~~~\n/a\n~~~~\n/b", [["b", 5]]],
    ["text between marks does not close", `${fence}\n${fence} x ${fence}\n/a\n${fence}\n/b`, [["b", 5]]],
    ["directly below a paragraph", `text\n${fence}\n/a\n${fence}`, []],
    ["in a list item", `- x\n  ${fence}\n  code\n  ${fence}\n/b`, [["b", 5]]],
    ["a list's fence ends with the list", `- ${fence}\n/a`, [["a", 2]]],
    ["a quote's fence ends with the quote", `> ${fence}\n> x\n/a`, [["a", 3]]],
    ["a comment in a fence is code", `${fence}\n<!--\n${fence}\n/a`, [["a", 4]]],
    ["CRLF", `${fence}\r\n/a\r\n${fence}\r\n/b`, [["b", 4]]],
  ];
  test.each(cases)("%s", (_, body, expected) => {
    expect(namesAndLines(body)).toEqual(expected);
  });
});

describe("quotes", () => {
  const cases: [string, string, [string, number][]][] = [
    ["quoted", "> /a\n\n/b", [["b", 3]]],
    ["quoted without a space", ">/a", []],
    ["directly below a quoted paragraph it belongs to the quote", "> text\n/a", []],
    ["still the same paragraph", "> text\nmore\n/a", []],
    ["below an empty line it does not", "> text\n\n/a", [["a", 3]]],
    ["below an empty quoted line", "> text\n>\n/a", [["a", 3]]],
    ["below a quoted heading", "> # Title\n/a", [["a", 2]]],
    ["below a quoted underlined heading", "> Title\n> ===\n/a", [["a", 3]]],
    ["below quoted code", `> ${fence}\n> x\n> ${fence}\n/a`, [["a", 4]]],
    ["an empty line ends a quote and its fence", `> ${fence}\n\n> ${fence}\n> text\n/a`, [["a", 5]]],
    ["below quoted indented code", ">     code\n/a", [["a", 2]]],
    ["below a quoted list", "> - text\n/a", []],
    ["below a quote in a list", "- > text\n/a", []],
    ["below a quote in a quote", "> > text\n/a", []],
    ["a heading ends the quote", "> text\n# Title\n/a", [["a", 3]]],
    ["a list ends the quote", "> text\n- item\n/a", [["a", 3]]],
    ["a rule ends the quote", "> text\n---\n/a", [["a", 3]]],
    ["a fence ends the quote", `> text\n${fence}\n${fence}\n/a`, [["a", 4]]],
    ["below a list item's text", "- text\n/a", [["a", 2]]],
    ["indented by three it is a quote", "   > text\n/a", []],
    ["indented by four it is no quote", "\n    > text\n/a", [["a", 3]]],
    ["indented by three its mark continues it", `> ${fence}\n   > ${fence}\n> text\n/a`, []],
    ["one quote however its mark is indented", `  > ${fence}\n> x\n> ${fence}\n> text\n/a`, []],
    ["four spaces behind its mark are one and three", ">    text\n/a", []],
    ["half of a tab behind its mark belongs to its text", ">\t  text\n/a", [["a", 2]]],
    ["an equals sign without a paragraph is text", "> ===\n/a", []],
    ["an underline has nothing before it", "> Title\n> x ===\n/a", []],
    ["an underline of two dashes", "> Title\n> --\n/a", [["a", 3]]],
  ];
  test.each(cases)("%s", (_, body, expected) => {
    expect(namesAndLines(body)).toEqual(expected);
  });
});

describe("HTML comments", () => {
  const cases: [string, string, [string, number][]][] = [
    ["over several lines", "<!--\n/a\n-->\n/b", [["b", 4]]],
    ["with an empty line", "<!--\n\n/a\n\n-->\n/b", [["b", 6]]],
    ["on one line", "<!-- x -->\n/a", [["a", 2]]],
    ["never closed", "/a\n<!--\n/b\n\n/c", [["a", 1]]],
    ["opened again where it ends", "<!-- a --> <!-- b\n/a\n-->\n/b", [["b", 4]]],
    ["ended and opened again", "<!--\n--> <!--\n/a\n-->\n/b", [["b", 5]]],
    ["empty by itself", "<!-->\n/a", [["a", 2]]],
    ["a fence in a comment is no fence", `<!--\n${fence}\n-->\n/a`, [["a", 4]]],
    ["below a paragraph", "text\n<!--\n/a\n-->", []],
    ["opened inside a paragraph", "text <!--\n/a\n--> more\n/b", [["b", 4]]],
    [
      "opened behind a command",
      "/a <!--\n/b\n-->\n/c",
      [
        ["a", 1],
        ["c", 4],
      ],
    ],
    ["opened twice in a paragraph and closed once", "text <!--\n/a <!--\n/b -->\n/c", [["c", 4]]],
    ["opened inside a paragraph, not closed in it", "text <!--\n/a\n\n-->", [["a", 2]]],
    ["opened and closed inside a paragraph", "text <!-- x -->\n/a", [["a", 2]]],
    ["behind another tag", "<div><!--\n\n/a\n\n--></div>\n/b", [["b", 6]]],
    ["in a quote: what follows is hidden too", "> <!--\n\n/a\n-->\n/b", [["b", 5]]],
    ["a directive is no comment", "<!doctype html>\n/a", [["a", 2]]],
    ["details are no comment", "<details>\n<summary>x</summary>\n\n/a\n</details>", [["a", 4]]],
  ];
  test.each(cases)("%s", (_, body, expected) => {
    expect(namesAndLines(body)).toEqual(expected);
  });
});

describe("where blocks begin and end", () => {
  const cases: [string, string, [string, number][]][] = [
    ["a quote mark indented by four belongs to the paragraph", "> text\n    >\n/a", []],
    ["a line indented by four continues a quoted paragraph", "> text\n    more\n/a", []],
    ["a line indented by four continues a paragraph", "text <!--\n    more\n/a -->\n/b", [["b", 4]]],
    ["a list item's lazy line continues its paragraph", "- x <!--\n/a -->\n/b", [["b", 3]]],
    ["a comment on one line is no paragraph", "> <!-- x -->\n/a", [["a", 2]]],
    ["what is as deep as an item's text belongs to the item", `- ${fence}\n  <!--\n/a`, [["a", 3]]],
    ["what is less deep does not", `-    ${fence}\n  <!--\n/a`, []],
    ["an empty item's text begins behind one space", `-\n ${fence}\n/a`, []],
    ["a tab goes up to the next multiple of four", "-\tx\n\n    <!--\n\n/a", []],
    ["a rule is no list", `* * *\n  ${fence}\n/a`, []],
    ["a list may begin with any number", "2. <!--\n\n/a", []],
    ["but not below a paragraph", "text\n2. <!--\n\n/a", [["a", 4]]],
    ["below a paragraph it begins with one", "text\n1. <!--\n\n/a", []],
    ["whatever zeros it has", "text\n01) <!--\n\n/a", []],
    ["below a quote it begins with any number", "> text\n2. x\n/a", [["a", 3]]],
    ["an empty item does not follow a paragraph directly", `text\n*  \n  ${fence}\n/a`, []],
    ["nine digits number an item", "123456789. <!--\n\n/a", []],
    ["ten do not", "1234567890. <!--\n\n/a", [["a", 3]]],
    ["a tab's text begins where the tab ends", `-\t${fence}\n  <!--\n/a`, []],
    ["a tab behind a marker is no code", "-\t<!--\n\n/a", []],
    ["nor are four spaces", "-    <!--\n\n/a", []],
    ["five and more are one space and code", "-      <!--\n\n/a", [["a", 3]]],
    ["an indented item is one item", `  - ${fence}\n    <!--\n\n    ${fence}\n/a`, [["a", 5]]],
    ["a marker alone begins an item", `-\n  ${fence}\n/a`, [["a", 3]]],
    ["a rule of dashes is no list", `- - -\n  ${fence}\n/a`, []],
    ["a rule of underscores", "> ___\n/a", [["a", 2]]],
    ["a rule of underscores with spaces", "> _ _ _\n/a", [["a", 2]]],
    ["one underscore is no rule", "> _\n/a", []],
    ["what only ends like a rule is none", "> text ***\n/a", []],
    ["a dash begins a list below a paragraph", "text\n- <!--\n\n/a", []],
    ["twenty-one does not", "text\n21. <!--\n\n/a", [["a", 4]]],
    [
      "a list item ends the paragraph above it",
      "text <!--\n- more\n/a -->\n/b",
      [
        ["a", 3],
        ["b", 4],
      ],
    ],
    ["a number sign alone makes a heading", "> #\n/a", [["a", 2]]],
    ["six number signs make a heading", "> ###### x\n/a", [["a", 2]]],
    ["seven do not", "> ####### x\n/a", []],
  ];
  test.each(cases)("%s", (_, body, expected) => {
    expect(namesAndLines(body)).toEqual(expected);
  });
});

describe("deep nesting hides rather than shows", () => {
  const items = (count: number) => "- ".repeat(count);

  test.each([1, 3, 15, 16, 17, 18, 40])("a comment in %i lists", (depth) => {
    expect(namesAndLines(`${items(depth)}<!--\n\n/a\n-->\n/b`)).toEqual([["b", 5]]);
    expect(namesAndLines(`${items(depth)}x <!-- -->\n\n/a`)).toEqual([["a", 3]]);
  });

  test.each([1, 3, 15, 16, 17, 18, 40])("a quote in %i lists", (depth) => {
    expect(namesAndLines(`${items(depth)}> text\n/a\n\n/b`)).toEqual([["b", 4]]);
    expect(namesAndLines(`${items(depth)}> text\n${items(depth)}> more\n/a\n\n/b`)).toEqual([["b", 5]]);
  });

  test.each([17, 18, 40])(
    "a comment inside a paragraph in %i lists, even when it is not closed in it",
    (depth) => {
      expect(namesAndLines(`${items(depth)}x <!--\n\n/a\n-->\n/b`)).toEqual([["b", 5]]);
    },
  );

  test("a paragraph in sixteen lists is seen", () => {
    expect(namesAndLines(`${items(16)}text\n/a`)).toEqual([["a", 2]]);
  });
});

describe("what a command holds", () => {
  test("its text, words and values", () => {
    expect(parseCommands('/review  the "token handling" depth=2 focus="a b"  ')).toEqual([
      {
        name: "review",
        text: 'the "token handling" depth=2 focus="a b"',
        words: ["the", "token handling"],
        values: Object.assign(Object.create(null), { depth: "2", focus: "a b" }),
        line: 1,
        problem: null,
      },
    ]);
  });

  test("nothing when its name stands alone", () => {
    expect(parseCommands("/review")).toMatchObject([{ text: "", words: [], values: {}, problem: null }]);
  });

  test("a problem when a quote stays open", () => {
    const [command] = parseCommands('/review "the token\n/other');
    expect(command?.problem).toMatch(/never closed/);
    expect(command?.words).toEqual(["the token"]);
  });
});

describe("a line that is too long", () => {
  const first = (text: string) => parseCommands(`/a ${text}`)[0];

  test("is read as far as its limit, and says so", () => {
    expect(first("x".repeat(maximumText))).toMatchObject({ text: "x".repeat(maximumText), problem: null });
    const cut = first("x".repeat(maximumText + 1));
    expect(cut?.text).toBe("x".repeat(maximumText));
    expect(cut?.words).toEqual([cut?.text]);
    expect(cut?.problem).toBe("what follows is longer than 10000 characters");
  });

  test("has that problem and not the one that its cut made", () => {
    expect(first(`"${"x".repeat(maximumText)}"`)?.problem).toMatch(/longer than/);
  });

  test("is not cut through a character", () => {
    const cut = first(`${"x".repeat(maximumText - 1)}\u{1f600}`);
    expect(cut?.text).toBe(`${"x".repeat(maximumText - 1)}\ufffd`);
  });

  test("is as long as what is left without white space around it", () => {
    const spaces = " ".repeat(maximumText);
    expect(first(`${spaces}x${spaces}`)).toMatchObject({ text: "x", problem: null });
  });
});

test("half a surrogate pair becomes a character that everything takes", () => {
  const [command] = parseCommands("/a \ud83d key=\udc00 \u{1f600}");
  expect(command).toMatchObject({ text: "\ufffd key=\ufffd \u{1f600}", words: ["\ufffd", "\u{1f600}"] });
  expect(command?.values.key).toBe("\ufffd");
});

test("a comment has a limited number of commands, and says when there were more", () => {
  const ten = Array.from({ length: maximumCommands }, (_, index) => `/c${index}`).join("\n");
  expect(readCommands(ten)).toMatchObject({ commands: { length: 10 }, more: false });
  expect(readCommands(`${ten}\ntext\n/path/x`)).toMatchObject({ commands: { length: 10 }, more: false });
  const eleven = readCommands(`${ten}\n/last`);
  expect(eleven).toMatchObject({ commands: { length: 10 }, more: true });
  expect(eleven.commands.at(-1)?.name).toBe("c9");
});
