import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { canonicalJson } from "../../../../core/canonical-json.ts";
import { anyCharacter } from "../../../fakes/any-character.ts";

/** The same value with the keys of every object in reverse. */
function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, member]) => [key, reversed(member)]),
  );
}

describe("canonicalJson", () => {
  const cases: [unknown, string][] = [
    [null, "null"],
    ["", '""'],
    [-0, "0"],
    [1e21, "1e+21"],
    [0.1, "0.1"],
    [[], "[]"],
    [{}, "{}"],
    [{ b: 1, a: [true, null, "x"] }, '{"a":[true,null,"x"],"b":1}'],
    [{ a: undefined, b: 1 }, '{"b":1}'],
    [{ 10: 1, 9: 2 }, '{"10":1,"9":2}'],
    ['\u2028"\\\n\u0007€', '"\u2028\\"\\\\\\n\\u0007€"'],
    [JSON.parse('{"__proto__":1}'), '{"__proto__":1}'],
    // UTF-16 order: the surrogates of 😀 (d83d) come before U+FB33. From RFC 8785, section 3.2.3.
    [{ "\ufb33": 1, "😀": 2, "\u20ac": 3 }, '{"€":3,"😀":2,"\ufb33":1}'],
  ];
  test.each(cases)("%j", (value, expected) => {
    expect(canonicalJson(value)).toBe(expected);
  });

  const loop: unknown[] = [];
  loop.push({ loop });
  const notPlain = "Only plain objects and lists have canonical JSON.";
  const impossible: [string, unknown, string][] = [
    ["undefined", undefined, "A value of type undefined has no canonical JSON."],
    ["NaN", [Number.NaN], "NaN has no canonical JSON."],
    ["infinity", { a: Number.POSITIVE_INFINITY }, "Infinity has no canonical JSON."],
    ["bigint", 1n, "A value of type bigint has no canonical JSON."],
    ["a function", () => 1, "A value of type function has no canonical JSON."],
    ["a symbol", Symbol("x"), "A value of type symbol has no canonical JSON."],
    ["undefined in a list", [undefined], "A value of type undefined has no canonical JSON."],
    ["a hole in a list", new Array(1), "A value of type undefined has no canonical JSON."],
    ["a date", new Date(0), notPlain],
    ["a map", new Map(), notPlain],
    ["a cycle", loop, "A value that contains itself has no canonical JSON."],
  ];
  test.each(impossible)("throws for %s", (_, value, message) => {
    expect(() => canonicalJson(value)).toThrow(new TypeError(message));
  });

  test("an object without a prototype is as plain as any", () => {
    expect(canonicalJson(Object.assign(Object.create(null), { b: 1, a: 2 }))).toBe('{"a":2,"b":1}');
  });

  test("a value may appear twice without containing itself", () => {
    const shared = { a: 1 };
    expect(canonicalJson([shared, shared])).toBe('[{"a":1},{"a":1}]');
  });

  test("is JSON of the same value, whatever the order of its keys", () => {
    fc.assert(
      fc.property(fc.jsonValue({ stringUnit: anyCharacter }), (value) => {
        const text = canonicalJson(value);
        expect(text).toBe(canonicalJson(reversed(value)));
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });

  test("different values have different texts", () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (left, right) => {
        const [a, b] = [JSON.parse(JSON.stringify(left)), JSON.parse(JSON.stringify(right))];
        let equal = true;
        try {
          expect(a).toStrictEqual(b);
        } catch {
          equal = false;
        }
        expect(canonicalJson(a) === canonicalJson(b)).toBe(equal);
      }),
    );
  });
});
