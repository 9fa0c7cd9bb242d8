import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { splitWords } from "../../../../core/commands/split-words.ts";
import { anyCharacter } from "../../../fakes/any-character.ts";

describe("splitWords", () => {
  const cases: [string, string, string[], Record<string, string>][] = [
    ["nothing", "", [], {}],
    ["words", "a  b\tc", ["a", "b", "c"], {}],
    ["a quoted word", '"a b" c', ["a b", "c"], {}],
    ["an empty quoted word", '""', [""], {}],
    ["escapes", String.raw`"a \"b\" \\ \n"`, [String.raw`a "b" \ \n`], {}],
    ["a value", "key=value", [], { key: "value" }],
    ["an empty value", "key=", [], { key: "" }],
    ["a quoted value", 'key="a b" c', ["c"], { key: "a b" }],
    ["only the first equals sign divides", "url=https://x/?a=b", [], { url: "https://x/?a=b" }],
    ["a quote inside a word is a character", 'a 27" screen', ["a", '27"', "screen"], {}],
    ["what follows a closing quote belongs to the word", '"a b", c', ["a b,", "c"], {}],
    ["no key before the equals sign", "=x 1=2 a.b=c", ["=x", "1=2", "a.b=c"], {}],
    ["a quoted word with an equals sign", '"a=b"', ["a=b"], {}],
    ["keys keep their case", "Key_1-x=1", [], { "Key_1-x": "1" }],
  ];
  test.each(cases)("%s", (_, text, words, values) => {
    expect(splitWords(text)).toEqual({
      words,
      values: Object.assign(Object.create(null), values),
      problem: null,
    });
  });

  test("a key has at most 64 characters", () => {
    const [key, more] = ["k".repeat(64), "k".repeat(65)];
    expect(splitWords(`${key}=1 ${more}=1`)).toMatchObject({ words: [`${more}=1`], values: { [key]: "1" } });
  });

  test("an unclosed quote and a repeated key are problems", () => {
    expect(splitWords('x "open').problem).toMatch(/not closed/);
    expect(splitWords('key="open').problem).toMatch(/not closed/);
    expect(splitWords("a=1 a=2")).toMatchObject({ values: { a: "1" }, problem: "`a` is given twice" });
  });

  test("names of Object.prototype are ordinary keys", () => {
    const { values, problem } = splitWords("__proto__=x constructor=y toString=z");
    expect(Object.entries(values)).toEqual([
      ["__proto__", "x"],
      ["constructor", "y"],
      ["toString", "z"],
    ]);
    expect(problem).toBeNull();
    expect({}).not.toHaveProperty("x");
  });
});

describe("for any arguments", () => {
  const quote = (text: string): string => `"${text.replaceAll(/["\\]/g, (character) => `\\${character}`)}"`;
  const value = fc.string({ unit: anyCharacter });
  const key = fc.stringMatching(/^[A-Za-z_][A-Za-z0-9_-]{0,20}$/);

  test("quoted values are read back unchanged", () => {
    fc.assert(
      fc.property(fc.array(value), fc.dictionary(key, value), (words, values) => {
        const rendered = [
          ...words.map(quote),
          ...Object.entries(values).map(([name, text]) => `${name}=${quote(text)}`),
        ];
        const read = splitWords(rendered.join(" "));
        expect(read.words).toEqual(words);
        expect({ ...read.values }).toEqual({ ...values });
        expect(read.problem).toBeNull();
      }),
    );
  });

  test("never throws", () => {
    const noisy = fc
      .array(fc.constantFrom('"', "\\", "=", " ", "a", "_", "\u00a0", "😀", "\ud800"))
      .map((c) => c.join(""));
    fc.assert(
      fc.property(fc.oneof(noisy, value), (text) => {
        const { words, values } = splitWords(text);
        expect(words.length + Object.keys(values).length).toBeLessThanOrEqual(text.length);
      }),
    );
  });
});
