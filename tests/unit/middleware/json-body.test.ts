import { expect, test } from "@jest/globals";
import jsonBodyParser from "@middy/http-json-body-parser";
import fc from "fast-check";
import { jsonBody } from "../../../middleware/json-body.ts";

type Middleware = { before?: (request: never) => unknown };

/** Returns the parsed body, or the status of the error. */
function outcomeOf(middleware: Middleware, text: string, type = "application/json", base64 = false) {
  const body = base64 ? Buffer.from(text).toString("base64") : text;
  const event = { body, headers: { "content-type": type }, isBase64Encoded: base64 };
  try {
    middleware.before?.({ event } as never);
    return { event, body: event.body as unknown };
  } catch (error) {
    return { status: (error as { statusCode?: number }).statusCode };
  }
}

const key = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom("__proto__", "constructor", "prototype", "__PROTO__") },
  fc.string({ maxLength: 4 }),
);
const value = fc.letrec((tie) => ({
  any: fc.oneof({ maxDepth: 4 }, fc.constantFrom(null, 1, "constructor", ":"), tie("object"), tie("list")),
  list: fc.array(tie("any"), { maxLength: 3 }),
  object: fc.array(fc.tuple(key, tie("any")), { maxLength: 3 }),
})).object;

/** Writes pairs as an object's text, with spaces around the colons, and some characters of the keys escaped. */
function textOf(pairs: unknown, { space, escaped }: { space: string; escaped: number }): string {
  if (!Array.isArray(pairs)) return JSON.stringify(pairs);
  const isObject = pairs.every((pair) => Array.isArray(pair) && typeof pair[0] === "string");
  if (!isObject) return `[${pairs.map((item) => textOf(item, { space, escaped })).join()}]`;
  return `{${pairs
    .map(([name, item]) => `${keyText(name, escaped)}${space}:${textOf(item, { space, escaped })}`)
    .join()}}`;
}

function keyText(name: string, escaped: number): string {
  const unit = name[escaped];
  if (unit === undefined) return JSON.stringify(name);
  const hex = `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`;
  return `${JSON.stringify(name.slice(0, escaped)).slice(0, -1)}${hex}${JSON.stringify(name.slice(escaped + 1)).slice(1)}`;
}

test("it parses and refuses as Middy's parser does", () => {
  const form = fc.record({
    space: fc.constantFrom("", " ", "\n\t"),
    escaped: fc.integer({ min: 0, max: 12 }),
  });
  const statuses = new Set<number | undefined>();
  fc.assert(
    fc.property(value, form, (pairs, written) => {
      const text = textOf(pairs, written);
      const expected = outcomeOf(jsonBodyParser(), text);
      statuses.add(expected.status);
      const { status, body } = outcomeOf(jsonBody(), text);
      expect({ status, body }).toEqual({ status: expected.status, body: expected.body });
    }),
    { numRuns: 2_000 },
  );
  expect([...statuses].toSorted()).toEqual([422, undefined]);
});

test.each([
  ["text that is not JSON", "{{{", "application/json", 422],
  ["an empty body", "", "application/json", 422],
  ["a form", "payload=1", "application/x-www-form-urlencoded", 415],
  ["a type that begins like JSON", "{}", "application/jsonp", 415],
  ["no type", "{}", "", 415],
])("%s has the status of Middy's parser", (_what, text, type, status) => {
  expect(outcomeOf(jsonBodyParser(), text, type)).toEqual({ status });
  expect(outcomeOf(jsonBody(), text, type)).toEqual({ status });
});

test.each([false, true])("it keeps the text, from base64: %j", (base64) => {
  const text = '{ "é": 1e2 }';
  expect(outcomeOf(jsonBody(), text, "application/json; charset=utf-8", base64)).toMatchObject({
    event: { json: text },
    body: { é: 100 },
  });
});
