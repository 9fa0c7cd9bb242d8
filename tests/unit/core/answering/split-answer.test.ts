import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { cutAnswer, splitAnswer } from "../../../../core/answering/split-answer.ts";
import { type Fence, fenceAfter } from "../../../../core/markdown/fences.ts";

const limit = 1000;

const word = fc.stringMatching(/^[a-z]{1,12}$/);
const sentence = fc.array(word, { minLength: 1, maxLength: 60 }).map((words) => words.join(" "));
const emoji = fc.array(fc.constantFrom("👩", "🚀", "é", "日"), { maxLength: 900 }).map((all) => all.join(""));
const codeBlock = fc
  .tuple(
    fc.constantFrom("```ts", "~~~", "````md", "```"),
    fc.array(fc.oneof(sentence, fc.constant("")), { maxLength: 60 }),
  )
  .map(([opening, lines]) => [opening, ...lines, opening.replace(/[a-z]+/, "")].join("\n"));
const table = fc
  .array(word, { maxLength: 80 })
  .map((rows) => ["| name | size |", "|---|--:|", ...rows.map((row) => `| ${row} | 1 |`)].join("\n"));
const details = fc
  .array(fc.oneof(sentence, codeBlock), { maxLength: 8 })
  .map((blocks) => `<details>\n<summary>More</summary>\n\n${blocks.join("\n\n")}\n\n</details>`);
const markdown = fc
  .array(fc.oneof(sentence, emoji, codeBlock, table, details, fc.string({ maxLength: 50 })), {
    maxLength: 20,
  })
  .map((blocks) => blocks.join("\n\n"));

function fenceAtEnd(part: string): Fence | null {
  return part.split("\n").reduce<Fence | null>((fence, line) => fenceAfter(line, fence), null);
}

const count = (text: string, what: string): number => text.split(what).length - 1;

describe("splitAnswer", () => {
  test("leaves an answer that fits unchanged", () => {
    expect(splitAnswer("A short answer.\n", limit)).toEqual(["A short answer.\n"]);
    expect(splitAnswer("", limit)).toEqual([""]);
  });

  test("numbers the parts and cuts between paragraphs", () => {
    const paragraph = `${"word ".repeat(90).trim()}`;
    const parts = splitAnswer([paragraph, paragraph, paragraph].join("\n\n"), limit);

    expect(parts).toEqual([
      `_(part 1 of 2)_\n\n${paragraph}\n\n${paragraph}\n\n`,
      `_(part 2 of 2)_\n\n${paragraph}`,
    ]);
  });

  test("closes a code fence at the cut and opens it again with its info string", () => {
    const code = Array.from({ length: 60 }, (_, line) => `const value${line} = ${line}; // padding`);
    const [first, second] = splitAnswer(["````ts title=a", ...code, "````"].join("\n"), limit);

    expect(first?.endsWith("\n````\n")).toBe(true);
    expect(second).toMatch(/^_\(part 2 of \d\)_\n\n````ts title=a\nconst value/);
  });

  test("repeats a table's head", () => {
    const rows = Array.from({ length: 80 }, (_, row) => `| file-${row}.ts | ${row} |`);
    const parts = splitAnswer(["| file | lines |", "|:--|--:|", ...rows].join("\n"), limit);

    expect(parts.length).toBeGreaterThan(1);
    for (const part of parts)
      expect(part).toMatch(/^_\(part \d of \d\)_\n\n\| file \| lines \|\n\|:--\|--:\|\n\| file-/);
  });

  test("closes and opens <details> again, with its summary and with the fence inside it", () => {
    const code = Array.from({ length: 60 }, (_, line) => `line ${line} of the listing`);
    const text = [
      "<details>",
      "<summary>Listing</summary>",
      "",
      "```",
      ...code,
      "```",
      "",
      "</details>",
    ].join("\n");
    const [first, second] = splitAnswer(text, limit);

    expect(first?.endsWith("\n```\n\n</details>\n")).toBe(true);
    expect(second).toContain("_\n\n<details>\n<summary>Listing</summary>\n\n```\nline ");
  });

  test("does not read `<details>` in code as the tag", () => {
    const text = `Use \`<details>\` here.\n\n${"word ".repeat(300)}`;
    for (const part of splitAnswer(text, limit)) expect(part).not.toContain("</details>");
  });

  test("the rest of a long line cannot become a command, a fence or a mention", () => {
    const parts = splitAnswer(
      `${"a".repeat(980)} /security ${"b".repeat(950)} \`\`\`x ${"c".repeat(900)}`,
      limit,
    );
    for (const part of parts.slice(1)) expect(part).toMatch(/^_\(part \d of \d\)_\n\n… /);

    for (let padding = 900; padding < 1000; padding += 1) {
      const text = `${"x".repeat(padding)}<code>@octavia0</code>${"y".repeat(900)}`;
      for (const part of splitAnswer(text, limit)) {
        expect(part).not.toMatch(/(?<!<code>)@octavia/);
      }
    }
  });

  test("cuts before a code span if possible, otherwise closes it and opens it again", () => {
    const [first, second] = splitAnswer(
      `${"word ".repeat(180)}\`${"code ".repeat(30)}@bob\` ${"x ".repeat(99)}`,
      limit,
    );
    expect(first?.endsWith("word  …\n")).toBe(true);
    expect(second).toContain("\n\n… `code ");

    const [head, ...rest] = splitAnswer(`a \`\`${"code @bob ` ".repeat(250)}\`\` b`, limit);
    expect(head).toMatch(/\n\na ``code .*[^`]`` …\n$/);
    for (const part of rest.slice(0, -1)) expect(part).toMatch(/\n\n… ``[^`].*[^`]`` …\n$/);
    expect(rest.at(-1)).toMatch(/\n\n… ``[^`].*`` b$/);

    for (let padding = 0; padding < 12; padding += 1) {
      const span = `${"y".repeat(padding)} \`\`${"ab ` cd` `".repeat(300)} \`\``;
      for (const part of splitAnswer(span, limit).slice(1, -1)) expect(part).toMatch(/… ``[^`].*[^`]`` …\n$/);
    }
  });

  test("a cut inside a line that opens <details> closes them", () => {
    const parts = splitAnswer(`text <details><summary>S</summary> ${"word ".repeat(400)}</details>`, limit);
    expect(parts.length).toBeGreaterThan(1);
    for (const part of parts) expect(count(part, "<details>")).toBe(count(part, "</details>"));
  });

  test("closes a fence that the text never closes", () => {
    expect(splitAnswer("```js\nleft open", limit)).toEqual(["```js\nleft open\n```\n"]);
  });

  test("rejects a limit that scaffolding alone would fill", () => {
    expect(() => splitAnswer("text", 100)).toThrow(RangeError);
  });

  test("property: within the limit, fences and details balanced, no half characters, nothing lost", () => {
    fc.assert(
      fc.property(markdown, fc.integer({ min: 1000, max: 3000 }), (text, size) => {
        const parts = splitAnswer(text, size);
        for (const part of parts) {
          expect(part.length).toBeLessThanOrEqual(size);
          expect(fenceAtEnd(part)).toBeNull();
          expect(count(part, "<details>")).toBe(count(part, "</details>"));
          if (text.isWellFormed()) expect(part.isWellFormed()).toBe(true);
        }
        const cut = cutAnswer(text, parts.length === 1 ? size : size - 32);
        expect(cut.map(({ content }) => content).join("")).toBe(text);
        expect(cut.length).toBe(parts.length);
        cut.forEach(({ before, content, after }, index) => {
          expect(parts[index]?.endsWith(before + content + after)).toBe(true);
        });
      }),
      { numRuns: 200 },
    );
  });

  test("property: any text at all stays within the limit and whole", () => {
    fc.assert(
      fc.property(
        fc.string({
          maxLength: 5000,
          unit: fc.constantFrom("`", "~", "\n", " ", "|", "-", "<details>", "a", "😀"),
        }),
        (text) => {
          const parts = cutAnswer(text, 1000);
          expect(parts.map(({ content }) => content).join("")).toBe(text);
          for (const { before, content, after } of parts) {
            expect((before + content + after).length).toBeLessThanOrEqual(1000);
          }
        },
      ),
      { numRuns: 200 },
    );
  });
});
