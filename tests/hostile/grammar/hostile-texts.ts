/** Texts of about `size` characters that make a reader of Markdown, or of what follows a command, work hard. */
export const hostileTexts: readonly [string, (size: number) => string][] = [
  ["quote marks", (size) => ">".repeat(size)],
  ["quote marks with spaces", (size) => "> ".repeat(size / 2)],
  ["a tower of quotes", (size) => tower(size, (height) => `${"> ".repeat(height)}x\n`)],
  ["a tower of quotes, left lazily", (size) => tower(size, (height) => `${">".repeat(height)}\nx\n`)],
  ["quoted lines", (size) => "> > > x\n".repeat(size / 8)],
  ["quoted fences that stay open", (size) => "> ```\n".repeat(size / 6)],
  ["list marks", (size) => "- ".repeat(size / 2)],
  ["numbered list marks", (size) => "1. ".repeat(size / 3)],
  ["digits", (size) => "1".repeat(size)],
  ["nested lists, then empty lines", (size) => `${"- ".repeat(size / 4)}x${"\n".repeat(size / 2)}`],
  ["a tower of list items", (size) => tower(size, (height) => `${" ".repeat(height)}- x\n`)],
  ["spaces", (size) => " ".repeat(size)],
  ["tabs", (size) => "\t".repeat(size)],
  ["tabs in a list", (size) => "-\t".repeat(size / 2)],
  ["empty lines", (size) => "\n".repeat(size)],
  ["carriage returns", (size) => "\r".repeat(size)],
  ["lines of white space", (size) => `${" ".repeat(63)}\n`.repeat(size / 64)],
  ["backticks", (size) => "`".repeat(size)],
  ["tildes", (size) => "~".repeat(size)],
  ["backticks with a letter behind", (size) => `${"`".repeat(size)}x\``],
  ["fences that never close", (size) => "```\n~~~\n".repeat(size / 8)],
  ["longer and longer fences", (size) => tower(size, (height) => `${"`".repeat(height + 2)}\n`)],
  ["lines that are almost fences", (size) => "```x`\n".repeat(size / 6)],
  ["asterisks with spaces", (size) => `${"* ".repeat(size / 2)}x`],
  ["asterisks far apart", (size) => `${`*${" ".repeat(31)}`.repeat(size / 32)}x`],
  ["underlines", (size) => `x\n${"=".repeat(size)}x`],
  ["headings", (size) => "# \n".repeat(size / 3)],
  ["comment openings", (size) => "<!--".repeat(size / 4)],
  ["comment openings and ends", (size) => "<!---->".repeat(size / 7)],
  ["comment openings by line", (size) => "x <!--\n".repeat(size / 7)],
  ["comment openings by line, ended at last", (size) => `${"x <!--\n".repeat(size / 7)}-->`],
  ["comments that open again where they end", (size) => "<!--\n--> ".repeat(size / 9)],
  ["commands between comment openings", (size) => "/a <!--\n".repeat(size / 8)],
  ["dashes", (size) => "-".repeat(size)],
  ["commands", (size) => "/a\n".repeat(size / 3)],
  ["slashes", (size) => "/".repeat(size)],
  ["a name without an end", (size) => `/${"a".repeat(size)}`],
  ["quotes", (size) => `/a ${'"'.repeat(size)}`],
  ["quoted words", (size) => `/a ${'"" '.repeat(size / 3)}`],
  ["backslashes in quotes", (size) => `/a "${"\\".repeat(size)}`],
  ["keys", (size) => `/a ${"k".repeat(size)}`],
  ["equals signs", (size) => `/a ${"k=".repeat(size / 2)}`],
  ["many keys", (size) => `/a ${Array.from({ length: size / 8 }, (_, n) => `k${n}=1`).join(" ")}`],
  ["one key again and again", (size) => `/a ${"k=1 ".repeat(size / 4)}`],
  ["keys that almost are some", (size) => `/a ${`${"k".repeat(63)} `.repeat(size / 64)}`],
  ["words", (size) => `/a ${"w ".repeat(size / 2)}`],
  ["white space behind a command", (size) => `/a${" ".repeat(size)}x${"\u00a0".repeat(size)}`],
];

/** Lines that grow by one each, as many as make `size` characters. */
function tower(size: number, line: (height: number) => string): string {
  const lines: string[] = [];
  for (let height = 1, length = 0; length < size; height += 1) {
    const next = line(height);
    lines.push(next);
    length += next.length;
  }
  return lines.join("");
}
