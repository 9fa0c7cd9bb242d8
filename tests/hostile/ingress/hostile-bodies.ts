import { exampleComment } from "../../fakes/webhooks/examples.ts";

/** Bodies that only an attacker or a broken proxy would send, around this JSON object. `@@` in a text of it is replaced. */
export function hostileBodiesOf(example: object): readonly [string, Buffer][] {
  const json = JSON.stringify(example);
  /** The example with raw JSON as its first member. */
  const withRaw = (member: string) => `{${member},${json.replace("@@", "").slice(1)}`;
  const nested = (levels: number, open: string, close: string) =>
    withRaw(`"deep":${open.repeat(levels)}0${close.repeat(levels)}`);
  /** The example with these bytes in its text. */
  const inText = (...broken: number[]) => {
    const [before = "", after = ""] = json.split("@@");
    return bytes(before, broken, after);
  };
  const bodies = [
    ["nothing", ""],
    ["white space", " \n\t".repeat(1_000)],
    ["a zero byte", "\0"],
    ["zero bytes after the JSON", `${withRaw('"a":1')}\0\0\0`],
    ["a byte order mark", `\ufeff${withRaw('"a":1')}`],
    ["UTF-16", Buffer.from(withRaw('"a":1'), "utf16le")],
    ["100,000 levels of lists", nested(100_000, "[", "]")],
    ["100,000 levels of objects", nested(100_000, '{"a":', "}")],
    ["2,000 levels of lists", nested(2_000, "[", "]")],
    ["2,000 levels of objects", nested(2_000, '{"a":', "}")],
    ["lists that never close", "[".repeat(1_000_000)],
    ["objects that never close", '{"a":'.repeat(200_000)],
    ["half a million keys", withRaw(Array.from({ length: 500_000 }, (_, n) => `"${n}":0`).join())],
    ["one key half a million times", withRaw('"a":0,'.repeat(500_000).slice(0, -1))],
    ["a key of five million characters", withRaw(`"${"k".repeat(5_000_000)}":0`)],
    ["a number with five million digits", withRaw(`"n":${"9".repeat(5_000_000)}`)],
    ["1e400", withRaw('"n":1e400')],
    ["800,000 escapes", withRaw(`"s":"${"\\u0000".repeat(800_000)}"`)],
    ["lone surrogates", withRaw(`"s":"${"\\ud83d".repeat(500_000)}"`)],
    ["__proto__", withRaw('"__proto__":{"polluted":true}')],
    ["__proto__ with an escape", withRaw('"\\u005f_proto__":{"polluted":true}')],
    ["__proto__ in a list", withRaw('"a":[[{"__proto__":{"polluted":true}}]]')],
    ["__proto__ of a primitive", withRaw('"__proto__":1')],
    ["constructor.prototype", withRaw('"constructor":{"prototype":{"polluted":true}}')],
    ["a constructor alone", withRaw('"constructor":{"name":"x"}')],
    ["prototype", withRaw('"prototype":{"polluted":true}')],
    ["a comment twice", withRaw('"comment":null')],
    ["a repository twice, the last one good", withRaw('"repository":{"id":1e400}')],
    ["an invalid first byte", inText(0xff)],
    ["an overlong UTF-8 sequence", inText(0xc0, 0xaf)],
    ["a surrogate in UTF-8", inText(0xed, 0xa0, 0xbd)],
    ["a character cut off", inText(0xf0, 0x9f, 0x98)],
    ["an invalid byte after the JSON", bytes(withRaw('"a":1'), [0xfe])],
    ["chunk lengths around the JSON", `1f4\r\n${withRaw('"a":1')}\r\n0\r\n\r\n`],
    ["a second document", withRaw('"a":1').repeat(2)],
    ["a form that contains the JSON", `payload=${encodeURIComponent(withRaw('"a":1'))}`],
    ["multipart", `--x\r\ncontent-type: application/json\r\n\r\n${withRaw('"a":1')}\r\n--x--`],
    ["XML with entities", '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'],
    ["JavaScript", `(${withRaw('"a":1')})`],
    ["a comment in JSON", `/* */${withRaw('"a":1')}`],
    ["Infinity", withRaw('"n":Infinity')],
    ["a list of events", `[${withRaw('"a":1')}]`],
    ["a string that contains the event", JSON.stringify(withRaw('"a":1'))],
  ] as const;
  return bodies.map(([name, body]) => [name, Buffer.from(body as string)]);
}

const bytes = (...parts: (string | number[])[]) =>
  Buffer.concat(parts.map((part) => Buffer.from(part as string)));

/** Around GitHub's example of a comment. */
export const hostileBodies = hostileBodiesOf(exampleComment("/summary @@"));
