import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import {
  isReservedCommand,
  reservedCommands,
  suggestCommand,
} from "../../../../core/commands/command-names.ts";
import { editDistance } from "../../../../core/commands/edit-distance.ts";

const word = fc.string({ unit: fc.constantFrom("a", "b", "c", "-"), maxLength: 9 });

test("each reserved name is reserved, and no other", () => {
  expect(reservedCommands).toEqual(["help", "status", "cancel", "retry", "explain", "ok-to-run"]);
  for (const name of reservedCommands) expect(isReservedCommand(name)).toBe(true);
  for (const name of ["", "summary", "Help", "helps", "toString"])
    expect(isReservedCommand(name)).toBe(false);
});

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

  /** The definition, without a limit or memoization. */
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

  test("matches the definition up to the limit", () => {
    const short = fc.string({ unit: fc.constantFrom("a", "b", "c"), maxLength: 5 });
    fc.assert(
      fc.property(short, short, fc.integer({ min: 0, max: 4 }), (left, right, limit) => {
        expect(editDistance(left, right, limit)).toBe(Math.min(naive(left, right), limit + 1));
      }),
    );
  });
});

describe("suggestCommand", () => {
  const known = ["review", "security", "sec", "help", "docs", "arch", "summary", "summarize", "a"];
  const cases: [string, string | null][] = [
    ["reveiw", "review"],
    ["hepl", "help"],
    ["dcos", "docs"],
    ["securty", "security"],
    ["secrty", null],
    ["securtiy", "security"],
    ["sekurty", "security"],
    ["secu", "sec"],
    ["summay", "summary"],
    ["preview", "review"],
    ["review", null],
    ["deploy", null],
    ["hold", null],
    ["area", null],
    ["done", null],
    ["doc", null],
    ["se", null],
    ["b", null],
    ["", null],
  ];
  test.each(cases)("/%s suggests %s", (name, expected) => {
    expect(suggestCommand(name, known)).toBe(expected);
  });

  test("suggests the closest name, and none if two are equally close", () => {
    expect(suggestCommand("documnet", ["document", "documented"])).toBe("document");
    expect(suggestCommand("tast", ["test", "task"])).toBeNull();
    expect(suggestCommand("tast", ["test", "task", "taste"])).toBeNull();
    expect(suggestCommand("tast", ["test", "test"])).toBe("test");
    expect(suggestCommand("securityx", ["securit", "security", "securites"])).toBe("security");
  });

  test("suggests nothing below four letters, one edit up to six, two from seven on", () => {
    fc.assert(
      fc.property(word, word, (left, right) => {
        const limit = left.length < 4 ? 0 : left.length < 7 ? 1 : 2;
        const distance = editDistance(left, right, 5);
        const near = distance > 0 && distance <= limit;
        expect(suggestCommand(left, [right])).toBe(near ? right : null);
      }),
    );
  });
});
