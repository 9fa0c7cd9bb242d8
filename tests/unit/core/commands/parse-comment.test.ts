import { describe, expect, test } from "@jest/globals";
import {
  loginIfMentioned,
  maximumCommands,
  maximumText,
  parseComment,
  readComment,
} from "../../../../core/commands/parse-comment.ts";

function namesAndLines(body: string): [string, number][] {
  return parseComment(body).commands.map(({ name, line }) => [name, line]);
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
    ["a command followed by two lines of white space", "/a \n \n", [["a", 1]]],
    ["a name of 32 characters", `/${"a".repeat(32)}`, [["a".repeat(32), 1]]],
    ["a name of 33 characters", `/${"a".repeat(33)}`, []],
    ["nothing", "", []],
    ["only a slash", "/", []],
    ["a slash and a space", "/ security", []],
    ["two slashes", "//security", []],
    ["a path", "/usr/bin/env", []],
    ["a dot in the name", "/etc.d", []],
    ["a comma after the name", "/security, please", []],
    ["a digit first", "/2fa", []],
    ["not at column 0", " /security", []],
    ["in the middle of a line", "see /security", []],
    ["a zero-width space before", "\u200b/security", []],
    ["a byte order mark before", "\ufeff/security", []],
    ["a right-to-left override before", "\u202e/security", []],
    ["a zero-width space in the name", "/sec\u200burity", []],
    ["a zero-width space after the name", "/security\u200b", []],
    ["a Kelvin sign, which lower-cases to k", "/\u212aey", []],
    ["a full-width slash", "\uff0fsecurity", []],
    ["a line separator does not end a line", "x\u2028/security", []],
  ];
  test.each(cases)("%s", (_, body, expected) => {
    expect(namesAndLines(body)).toEqual(expected);
  });
});

const app = "Our-App[bot]";

describe("which mentions of the App are commands", () => {
  const cases: [string, string, string[]][] = [
    ["its name", "@our-app security", ["security"]],
    ["its login", "@our-app[bot] security", ["security"]],
    ["upper case", "@OUR-APP[Bot] SeCurity now", ["security"]],
    ["several spaces and a tab", "@our-app \t security", ["security"]],
    ["both forms", "/a\n@our-app b\n\n@our-app c", ["a", "b", "c"]],
    ["CRLF", "x\r\n@our-app a\r\n", ["a"]],
    ["a name alone", "@our-app", []],
    ["a name and a space", "@our-app ", []],
    ["the command on the next line", "@our-app\nsecurity", []],
    ["another name", "@alice security", []],
    ["a longer name", "@our-app2 security", []],
    ["a shorter name", "@our security", []],
    ["a team", "@our-app/security", []],
    ["an address", "x@our-app security", []],
    ["a comma or a colon after it", "@our-app, security\n@our-app: security", []],
    ["a slash before the command", "@our-app /security", []],
    ["a comma after the command", "@our-app security, please", []],
    ["two at signs", "@@our-app security", []],
    ["not at column 0", " @our-app security", []],
    ["in the middle of a line", "hey @our-app security", []],
    ["a zero-width space before", "\u200b@our-app security", []],
    ["a zero-width space after", "@our-app\u200b security", []],
    ["a Kelvin sign in the command", "@our-app \u212aey", []],
    ["a full-width at sign", "\uff20our-app security", []],
    ["prose", "@our-app thanks a lot!", ["thanks"]],
  ];
  test.each(cases)("%s", (_, body, expected) => {
    expect(parseComment(body, app).commands.map(({ name }) => name)).toEqual(expected);
  });

  test("it means the same as a slash", () => {
    const [slash, mention] = parseComment('/a x k="v w"\n@our-app a x k="v w"', app).commands;
    expect(mention).toEqual({ ...slash, prefix: "@our-app ", line: 2 });
  });

  test("none without the App's login", () => {
    expect(parseComment("@our-app security").commands).toEqual([]);
    expect(parseComment("@null security").commands).toEqual([]);
  });

  test("both forms count for the limit", () => {
    const { commands, leftOut } = parseComment("/a\n@our-app b\n".repeat(6), app);
    expect([commands.length, leftOut?.name]).toEqual([maximumCommands, "a"]);
  });
});

describe("the App's login is asked for", () => {
  async function asks(body: string, anywhere = false): Promise<boolean> {
    let asked = false;
    const appLogin = async () => {
      asked = true;
      return app;
    };
    await readComment(body, { appLogin }, anywhere);
    return asked;
  }

  test.each([
    ["/security", false],
    ["text with a@example.com and @alice in it", false],
    ["@alice", false],
    ["@alice/team look", false],
    ["@alice look", true],
    ["text\n@our-app[bot] look", true],
    ["text\r@our-app look", true],
    ["hey @our-app look", false],
  ])("%j: %p", async (body, expected) => {
    expect(await asks(body)).toBe(expected);
  });

  test("for a mention anywhere, if that matters", async () => {
    expect([await asks("hey @our-app look", true), await asks("a@b.c: x", true)]).toEqual([true, false]);
  });

  test("once for several texts", async () => {
    const appLogin = async () => app;
    expect(await loginIfMentioned(["/a", "@x y"], { appLogin })).toBe(app);
    expect(await loginIfMentioned(["/a", ""], { appLogin })).toBeNull();
  });
});

const hiddenAndShown: Record<string, [string, string, string[]][]> = {
  code: [
    ["a fence of backticks", `${fence}\n/a\n${fence}\n/b`, ["b"]],
    ["a fence of tildes", "~~~\n/a\n~~~\n/b", ["b"]],
    ["a fence with an info string", `${fence}sh title=x\n/a\n${fence}\n/b`, ["b"]],
    [
      "a fence that a shorter one does not close",
      `${fence}${fence}\n/a\n${fence}\n/b\n${fence}${fence}\n/c`,
      ["c"],
    ],
    ["an unclosed fence", `/a\n${fence}\n/b\n\n/c`, ["a"]],
    ["a fence after a byte order mark", `\ufeff${fence}\n/a\n${fence}\n/b`, ["b"]],
    ["a fence below a paragraph, with CRLF", `text\r\n${fence}\r\n/a\r\n${fence}\r\n/b`, ["b"]],
    ["a code span over several lines", "Never write\n`\n/a\n`\nit is an example\n/b", ["b"]],
    ["a longer code span", "``x\n/a ` y\n``\n/b", ["b"]],
    ["an unpaired backtick hides nothing", "it`s\n/a", ["a"]],
    ["an escaped backtick opens nothing", "\\`\n/a\n`", ["a"]],
  ],
  "quotations and lists": [
    ["a quotation", "> /a\n\n/b", ["b"]],
    ["without a space", ">/a", []],
    ["its lazy continuation line", "> text\n/a\n\n/b", ["b"]],
    ["below an empty quoted line", "> text\n>\n/a", ["a"]],
    ["a mark indented by four columns continues it", "> text\n    >\n/a", []],
    ["a quotation in a list", "- > text\n/a", []],
    ["an alert", "> [!NOTE]\n> /a\n\n/b", ["b"]],
    ["a list item", "- x\n/a\n\n/b", ["b"]],
    ["a task", "- [ ] x\n/a\n\n/b", ["b"]],
    ["a numbered item", "1. x\n/a\n\n/b", ["b"]],
    ["below a paragraph, a number other than 1 starts no list", "text\n2. x\n/a", ["a"]],
    ["a footnote", "see[^1]\n\n[^1]: note\n/a\n\n/b", ["b"]],
    ["forty lists", `${"- ".repeat(40)}x\n/a\n\n/b`, ["b"]],
    ["sixty lists hide everything after them", `${"- ".repeat(60)}x\n/a\n\n/b`, []],
  ],
  "other blocks": [
    ["a line above a rule is a heading", "/a\n---\n/b", ["b"]],
    ["a heading of several lines", "/a\n/b\n===\n/c", ["c"]],
    ["a paragraph below a heading", "# Title\n/a", ["a"]],
    ["a paragraph below a rule", "text\n\n---\n/a", ["a"]],
    ["the head of a table", "/a | x\n-|-\n1 | 2\n\n/b", ["b"]],
    ["a row of a table", "x | y\n-|-\n/a\n\n/b", ["b"]],
    ["a table of one column", "/a\n-|\n\n/b", ["b"]],
    ["the title of a definition", '[x]: /url "\n/a\n"\n\n/b', ["b"]],
    ["a paragraph below a definition", "[x]: /url\n/a", ["a"]],
    ["a formula", "$$\n/a\n$$\n/b", ["b"]],
    ["an inline formula", "so $x\n/a\ny$ is\n/b", ["b"]],
    ["amounts of money are not a formula", "it costs $5\n/a\nand $6", ["a"]],
    ["a diagram", `${fence}mermaid\n/a\n${fence}\n/b`, ["b"]],
  ],
  "inside a paragraph": [
    ["the text of a link", "[\n/a\n](https://example.com)\n/b", ["b"]],
    ["the title of a link", '[x](https://example.com "\n/a\n")\n/b', ["b"]],
    ["the text of an image", "![\n/a\n](https://example.com/x.png)\n/b", ["b"]],
    ["brackets without a link hide nothing", "[see\n/a\n]", ["a"]],
    ["code after a backtick that belongs to a URL", "https://a.b` `\n/a\n`\n/b", []],
    ["a formula after a dollar sign that belongs to a URL", "https://a.b$$ $$\n/a\n$$\n/b", []],
    ["a tag after a backslash that belongs to a URL", "https://a.b\\<li>\n/a", []],
    ["code with a URL inside hides nothing else", "`https://a.b`\n/a", ["a"]],
    ["code after a URL and a space hides nothing else", "https://a.b `x`\n/a", ["a"]],
    ["strikethrough text", "~~x\n/a\ny~~\n/b", ["b"]],
    ["strong text", "**x\n/a\ny**\n/b", ["b"]],
    ["asterisks without emphasis hide nothing", "2 * 3\n/a\n4 * 5", ["a"]],
    ["text after a hard break", "text  \n/a x\\\n/b", ["a", "b"]],
  ],
  HTML: [
    ["a comment", "<!--\n/a\n\n/b\n-->\n/c", ["c"]],
    ["a comment on one line", "<!-- x -->\n/a", ["a"]],
    ["an unclosed comment", "/a\n<!--\n/b\n\n/c", ["a"]],
    ["a comment inside a paragraph", "text <!--\n/a\n--> more\n/b", ["b"]],
    ["a comment after a command", "/a <!--\n/b\n-->\n/c", ["a", "c"]],
    ["a comment that starts where another ends", "<!-- a --> <!-- b\n/a\n-->\n/b", []],
    ["a comment after a tag, which Markdown does not close", "<div><!--\n\n/a\n\n--></div>\n/b", []],
    ["a comment in a quotation hides what follows", "> <!--\n\n/a\n-->\n/b", []],
    ["a comment not closed in its paragraph", "text <!--\n/a\n\n-->\n/b", ["b"]],
    ["an attribute", '<a title="\n/a\n">x</a>\n/b', ["b"]],
    ["an unclosed tag", "<div title='\n\n/a\n\n'>\n\n/b", []],
    ["text directly below a tag", "<details>\n/a\n</details>\n\n/b", ["b"]],
    ["details stay visible", "<details>\n<summary>x</summary>\n\n/a\n\n</details>\n\n/b", ["a", "b"]],
    ["the summary of details", "<details>\n<summary>\n\n/a\n\n</summary>\n\n/b\n\n</details>", ["b"]],
    ["the unclosed summary of details", "<details><summary>x\n\n/a\n\n</details>\n\n/b", ["b"]],
    ["code", "<code>\n\n/a\n\n</code>\n\n/b", ["b"]],
    ["code inside a paragraph", "x <code>\n/a\n</code>\n/b", ["b"]],
    ["code closed after another element", "<kbd><code></kbd>\n\n/a\n\n</code>\n\n/b", ["b"]],
    ["preformatted text", "<pre>\n/a\n\n/b\n</pre>\n/c", ["c"]],
    ["a quotation", "<blockquote>\n\n/a\n\n</blockquote>\n\n/b", ["b"]],
    ["strikethrough text", "<del>\n\n/a\n\n</del>\n\n/b", ["b"]],
    ["a table", "<table><tr><td>\n\n/a\n\n</td></tr></table>\n\n/b", ["b"]],
    ["a list without end tags of its items", "<ul><li>\n\n/a\n\n<li>x</ul>\n\n/b", ["b"]],
    ["an unknown element hides nothing", "a List<String>\n/a", ["a"]],
    ["a block inside a paragraph ends it", "x <div>\n/a\n</div>\n\n/b", ["b"]],
    ["bold text in HTML is text", "<b>\n\n/a\n\n</b>", ["a"]],
    ["a tag alone on a row of a table", 'x | y\n-|-\n</b>\n<a href="\n\n/a', []],
    ["a directive with a tag inside", "x <!y\n<code>\n\n/a", []],
    ["a directive is not a comment", "<!doctype html>\n/a", ["a"]],
    ["a lone quote in a tag closes nothing", '<i x">\n\n/a', ["a"]],
  ],
};

describe.each(Object.entries(hiddenAndShown))("%s", (_what, cases) => {
  test.each(cases)("%s", (_, body, expected) => {
    expect(parseComment(body).commands.map(({ name }) => name)).toEqual(expected);
  });
});

test.each([
  ["after a code span", "`\n/x\n`\n/a", 4],
  ["after a definition", '[x]: /url "\n/x\n"\n/a', 4],
  ["after a line of control characters", "\f\n/a", 2],
  ["after a comment", "\n\n<!--\n\n-->\n/a", 6],
])("returns the correct line %s", (_, body, line) => {
  expect(namesAndLines(body)).toEqual([["a", line]]);
});

describe("contents of a command", () => {
  test.each(
    [..." \t\v\f\u0085\u00a0\u1680\u2000\u2003\u2007\u2009\u200a\u2028\u2029\u202f\u205f\u3000"].map(
      (space) => [`U+${(space.codePointAt(0) ?? 0).toString(16).padStart(4, "0")}`, space],
    ),
  )("%s separates the name and the arguments", (_name, space) => {
    expect(parseComment(`/a${space}x${space}key=1${space}`).commands).toMatchObject([
      { name: "a", text: `x${space}key=1`, words: ["x"], values: { key: "1" } },
    ]);
  });

  test("text, words and values", () => {
    expect(parseComment('/review  the "token handling" depth=2 focus="a b"  ').commands).toEqual([
      {
        name: "review",
        prefix: "/",
        text: 'the "token handling" depth=2 focus="a b"',
        words: ["the", "token handling"],
        values: Object.assign(Object.create(null), { depth: "2", focus: "a b" }),
        line: 1,
        problem: null,
      },
    ]);
  });

  test("empty for a name alone", () => {
    expect(parseComment("/review").commands).toMatchObject([
      { text: "", words: [], values: {}, problem: null },
    ]);
  });

  test("a problem for an unclosed quote", () => {
    const [command] = parseComment('/review "the token\n/other').commands;
    expect(command?.problem).toMatch(/not closed/);
    expect(command?.words).toEqual(["the token"]);
  });
});

describe("a line that is too long", () => {
  const first = (text: string) => parseComment(`/a ${text}`).commands[0];

  test("is cut at the limit and has a problem", () => {
    expect(first("x".repeat(maximumText))).toMatchObject({ text: "x".repeat(maximumText), problem: null });
    const cut = first("x".repeat(maximumText + 1));
    expect(cut?.text).toBe("x".repeat(maximumText));
    expect(cut?.words).toEqual([cut?.text]);
    expect(cut?.problem).toBe("the text after the command is longer than 10000 characters");
  });

  test("has this problem instead of one caused by the cut", () => {
    expect(first(`"${"x".repeat(maximumText)}"`)?.problem).toMatch(/longer than/);
  });

  test("is not cut inside a character", () => {
    const cut = first(`${"x".repeat(maximumText - 1)}\u{1f600}`);
    expect(cut?.text).toBe(`${"x".repeat(maximumText - 1)}\ufffd`);
  });

  test("is measured without surrounding white space", () => {
    const spaces = " ".repeat(maximumText);
    expect(first(`${spaces}x${spaces}`)).toMatchObject({ text: "x", problem: null });
  });
});

test("a lone surrogate becomes a replacement character", () => {
  const [command] = parseComment("/a \ud83d key=\udc00 \u{1f600}").commands;
  expect(command).toMatchObject({ text: "\ufffd key=\ufffd \u{1f600}", words: ["\ufffd", "\u{1f600}"] });
  expect(command?.values.key).toBe("\ufffd");
});

test("a comment has a limited number of commands, and says when there were more", () => {
  const ten = Array.from({ length: maximumCommands }, (_, index) => `/c${index}`).join("\n");
  expect(parseComment(ten)).toMatchObject({ commands: { length: 10 }, leftOut: null });
  expect(parseComment(`${ten}\ntext\n/path/x`)).toMatchObject({ commands: { length: 10 }, leftOut: null });
  const eleven = parseComment(`${ten}\n/last`);
  expect(eleven).toMatchObject({ commands: { length: 10 }, leftOut: { name: "last" } });
  expect(eleven.commands.at(-1)?.name).toBe("c9");
});
