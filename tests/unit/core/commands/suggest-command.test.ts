import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { editDistance } from "../../../../functions/core/commands/edit-distance.ts";
import { suggestCommand } from "../../../../functions/core/commands/suggest-command.ts";

const word = fc.string({ unit: fc.constantFrom("a", "b", "c", "-"), maxLength: 7 });

describe("editDistance", () => {
  const cases: [string, string, number][] = [
    ["review", "review", 0],
    ["review", "reveiw", 1],
    ["review", "revew", 1],
    ["review", "rreview", 1],
    ["review", "renew", 2],
    ["ab", "ba", 1],
    ["", "ab", 2],
    ["security", "summary", 3],
    ["a", "abcdefgh", 3],
  ];
  test.each(cases)("%s and %s, up to 2: %i", (left, right, distance) => {
    expect(editDistance(left, right, 2)).toBe(distance);
  });

  /** The definition, without limits and memory. */
  function naive(left: string, right: string): number {
    if (left === "" || right === "") return left.length + right.length;
    const [a, b] = [left.slice(0, -1), right.slice(0, -1)];
    const same = left.at(-1) === right.at(-1) ? 0 : 1;
    const choices = [naive(a, right) + 1, naive(left, b) + 1, naive(a, b) + same];
    if (left.length > 1 && right.length > 1 && left.at(-1) === right.at(-2) && left.at(-2) === right.at(-1)) {
      choices.push(naive(left.slice(0, -2), right.slice(0, -2)) + 1);
    }
    return Math.min(...choices);
  }

  test("is what the definition says, up to its limit", () => {
    const short = fc.string({ unit: fc.constantFrom("a", "b", "c"), maxLength: 5 });
    fc.assert(
      fc.property(short, short, fc.integer({ min: 0, max: 4 }), (left, right, limit) => {
        expect(editDistance(left, right, limit)).toBe(Math.min(naive(left, right), limit + 1));
      }),
    );
  });
});

describe("suggestCommand", () => {
  const known = ["review", "security", "sec", "help", "docs", "a", "ok"];
  const cases: [string, string | null][] = [
    ["reveiw", "review"],
    ["securty", "security"],
    ["hlep", "help"],
    ["doc", "docs"],
    ["review", null],
    ["deploy", null],
    ["b", null],
    ["ko", "ok"],
    ["xy", null],
    ["o", null],
    ["", null],
  ];
  test.each(cases)("/%s suggests %s", (name, expected) => {
    expect(suggestCommand(name, known)).toBe(expected);
  });

  test("a letter suggests nothing and is not suggested", () => {
    expect(suggestCommand("o", ["ok"])).toBeNull();
    expect(suggestCommand("ok", ["o"])).toBeNull();
  });

  test("the nearest one wins, and among equals the first", () => {
    expect(suggestCommand("dosc", ["disco", "docs"])).toBe("docs");
    expect(suggestCommand("tast", ["test", "task"])).toBe("test");
  });

  test("is symmetric, and never further than two edits away", () => {
    fc.assert(
      fc.property(word, word, (left, right) => {
        const there = suggestCommand(left, [right]);
        expect(there === right).toBe(suggestCommand(right, [left]) === left);
        if (there !== null) expect([1, 2]).toContain(editDistance(left, right, 5));
      }),
    );
  });
});
