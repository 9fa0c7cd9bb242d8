import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { idsToDelete } from "../../../../local/aws/events/batch-result.ts";

const ids = ["a", "b", "c"];
const outcome = (payload: unknown, failed = false) => ({
  requestId: "r",
  payload: JSON.stringify(payload),
  failed,
});
const failures = (...identifiers: unknown[]) => ({
  batchItemFailures: identifiers.map((itemIdentifier) => ({ itemIdentifier })),
});

test.each([
  ["null", null, ids],
  ["an empty object", {}, ids],
  ["an empty list", failures(), ids],
  ["no list", { batchItemFailures: null }, ids],
  ["one failure", failures("b"), ["a", "c"]],
  ["all failures", failures(...ids), []],
  ["an empty identifier", failures(""), []],
  ["a null identifier", failures(null), []],
  ["an unknown identifier", failures("x"), []],
  ["a misspelt member", { batchItemFailures: [{ itemIdentifer: "a" }] }, []],
  ["text", "done", []],
])("%s", (_name, payload, expected) => {
  expect(idsToDelete(ids, outcome(payload), true)).toEqual(expected);
});

test("a function error keeps all messages; without reporting, nothing else does", () => {
  expect(idsToDelete(ids, outcome(failures(), true), true)).toEqual([]);
  expect(idsToDelete(ids, outcome(failures("a"), true), false)).toEqual([]);
  expect(idsToDelete(ids, outcome(failures("a")), false)).toEqual(ids);
});

test("reported messages stay and all others are deleted", () => {
  const batches = fc.uniqueArray(fc.uuid(), { minLength: 1, maxLength: 10 });
  fc.assert(
    fc.property(
      batches.chain((batch) => fc.tuple(fc.constant(batch), fc.subarray(batch))),
      ([batch, failed]) => {
        const deleted = idsToDelete(batch, outcome(failures(...failed)), true);
        expect([...deleted, ...failed].sort()).toEqual([...batch].sort());
      },
    ),
  );
});
