import fc from "fast-check";
import { type JsonTree, type Member, raw } from "./json-tree.ts";

const deep = (levels: number) => raw(`${"[".repeat(levels)}${"]".repeat(levels)}`);
const text = (value: string) => raw(JSON.stringify(value));

/** Values that an attacker would put in place of GitHub's, by name. */
export const hostileValues: Readonly<Record<string, JsonTree>> = {
  null: raw("null"),
  true: raw("true"),
  zero: raw("0"),
  "minus zero": raw("-0"),
  "minus one": raw("-1"),
  "one and a half": raw("1.5"),
  "the last whole number": raw("9007199254740991"),
  "one more than whole numbers can be": raw("9007199254740993"),
  "1e300": raw("1e300"),
  "1e400": raw("1e400"),
  "minus 1e400": raw("-1e400"),
  "400 digits": raw("9".repeat(400)),
  "a number with 100,000 decimals": raw(`0.${"1".repeat(100_000)}`),
  "an empty text": text(""),
  "a text of digits": text("77"),
  "half a surrogate pair": raw('"\\ud83d"'),
  "half a surrogate pair in letters": raw('"octo\\udc00cat"'),
  "a zero byte": raw('"\\u0000"'),
  "a line break": text("octo\r\ncat"),
  "what turns the direction": text("octo\u202ecat"),
  "a path upwards": text("../.."),
  "a path upwards in a path": text("octo/.."),
  "Markdown and HTML": text("<!-- [x](http://x) @everyone `"),
  "a time that is none": text("2026-99-99T99:99:99Z"),
  "the name of a prototype": text("__proto__"),
  "the name of a constructor": text("constructor"),
  "a text of 300,000 letters": text("x".repeat(300_000)),
  "an emoji 100,000 times": text("\u{1f600}".repeat(100_000)),
  "an empty list": raw("[]"),
  "an empty object": raw("{}"),
  "a list of a list of a list": deep(3),
  "500 levels": deep(500),
  "a prototype": raw('{"__proto__":{"polluted":true}}'),
  "a constructor's prototype": raw('{"constructor":{"prototype":{"polluted":true}}}'),
  "a prototype by its name": raw('{"prototype":{"polluted":true}}'),
  "the methods of an object": raw(
    '{"toString":1,"valueOf":null,"toJSON":"x","then":true,"hasOwnProperty":0,"length":-1}',
  ),
  "a key of 50,000 letters": raw(`{"${"k".repeat(50_000)}":1}`),
  "10,000 keys": raw(`{${Array.from({ length: 10_000 }, (_, n) => `"k${n}":${n}`).join()}}`),
  "NaN, which isn't valid JSON": raw("NaN"),
  "an open quote": raw('"'),
  "a bad escape": raw('"\\x00"'),
  "nothing between commas": raw("[,]"),
};

export const hostileValue = fc
  .constantFrom(...Object.keys(hostileValues))
  .map((name) => ({ name, value: hostileValues[name] ?? raw("null") }));

/** Members to add to an object: some with names of Object.prototype, some twice. */
export const hostileMember: fc.Arbitrary<Member> = fc.tuple(
  fc.constantFrom("__proto__", "constructor", "prototype", "toString", "then", "id", "action", "body", ""),
  hostileValue.map(({ value }) => value),
);
