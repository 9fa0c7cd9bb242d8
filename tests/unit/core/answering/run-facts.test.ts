import { expect, test } from "@jest/globals";
import { runFacts } from "../../../../core/answering/run-facts.ts";

const tokens = { input_tokens: 12_000, output_tokens: 345 };

test.each([
  [{ micros: 123_456, ...tokens, model: "anthropic/claude" }, ["`anthropic/claude`", "$0.12"]],
  [{ micros: 1_200, ...tokens, model: null }, ["$0.0012"]],
  [{ micros: null, ...tokens, model: "bedrock/new" }, ["`bedrock/new`", "12,345 tokens"]],
  [{ micros: 0, ...tokens, model: "bedrock/free" }, ["`bedrock/free`", "$0.00"]],
  [{ micros: null, input_tokens: 0, output_tokens: 0, model: null }, []],
  [{ micros: 0, input_tokens: 0, output_tokens: 0, model: "anthropic/claude" }, []],
])("the cost %j is shown as %j", (cost, facts) => {
  expect(runFacts(cost, null)).toEqual(facts);
});

test.each([
  [{ files_reviewed: 12, files_total: 14 }, ["reviewed 12 of 14 files"]],
  [{ files_reviewed: 1, files_total: 1 }, ["reviewed 1 of 1 file"]],
  [{ files_reviewed: 1_500, files_total: 3_000 }, ["reviewed 1,500 of 3,000 files"]],
  [{ files_reviewed: 9, files_total: 4 }, ["reviewed 4 of 4 files"]],
  [{ files_reviewed: 0, files_total: 0 }, []],
])("the coverage %j is shown as %j", (coverage, facts) => {
  expect(runFacts(undefined, coverage)).toEqual(facts);
});

test("a job of an earlier version, and a result without a coverage, add nothing", () => {
  expect(runFacts(undefined, undefined)).toEqual([]);
});
