import { describe, expect, test } from "@jest/globals";
import canonicalize from "canonicalize";
import fc from "fast-check";
import { canonicalJson } from "./canonical-json-oracle.ts";

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

/** Any code point that can be encoded: the package throws for half a surrogate pair. */
const character = fc
  .nat({ max: 0x10ffff })
  .map((point) => String.fromCodePoint(point))
  .filter((text) => text.isWellFormed());

describe("canonicalize", () => {
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
    expect([canonicalize(value), canonicalJson(value)]).toEqual([expected, expected]);
  });

  const loop: unknown[] = [];
  loop.push({ loop });
  const impossible: [string, unknown][] = [
    ["NaN", [Number.NaN]],
    ["infinity", { a: Number.POSITIVE_INFINITY }],
    ["bigint", 1n],
    ["half a surrogate pair", "\ud83d"],
    ["a cycle", loop],
  ];
  test.each(impossible)("throws for %s", (_, value) => {
    expect(() => canonicalize(value)).toThrow();
  });

  test("an object without a prototype is as plain as any", () => {
    expect(canonicalize(Object.assign(Object.create(null), { b: 1, a: 2 }))).toBe('{"a":2,"b":1}');
  });

  test("a value may appear twice without containing itself", () => {
    const shared = { a: 1 };
    expect(canonicalize([shared, shared])).toBe('[{"a":1},{"a":1}]');
  });

  test("is JSON of the same value, whatever the order of its keys, and what the former code wrote", () => {
    fc.assert(
      fc.property(fc.jsonValue({ stringUnit: character }), (value) => {
        const text = canonicalize(value);
        expect(text).toBe(canonicalJson(value));
        expect(text).toBe(canonicalize(reversed(value)));
        expect(JSON.parse(text ?? "")).toEqual(JSON.parse(JSON.stringify(value)));
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
        expect(canonicalize(a) === canonicalize(b)).toBe(equal);
      }),
    );
  });
});
