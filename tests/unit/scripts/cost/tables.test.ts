import { describe, expect, test } from "@jest/globals";
import { costTables } from "../../../../scripts/cost/cost-tables.ts";
import { fillTables } from "../../../../scripts/cost/fill-tables.ts";
import { readStack } from "../../../../scripts/cost/stack.ts";
import { useTable } from "../../../../scripts/cost/table.ts";
import { unpricedTypes } from "../../../../scripts/cost/unpriced.ts";
import { anEdge, aTemplate } from "./templates.ts";

describe("a table", () => {
  test("has a row for each price, one row for all small amounts, and the total", () => {
    const table = useTable([
      { stage: "dev", use: { secret: 2, transition: 4, apiRequest: 10 } },
      { stage: "prod", use: { secret: 3, webAcl: 1, queueRequest: 657_000 } },
    ]);

    expect(table.split("\n")).toEqual([
      "| what | price | dev | $ | prod | $ |",
      "| --- | ---: | ---: | ---: | ---: | ---: |",
      "| web ACL | 5.00 | – | 0.00 | 1 | 5.00 |",
      "| secrets | 0.40 | 2 | 0.80 | 3 | 1.20 |",
      "| SQS, requests | 0.40 per 1,000,000 | – | 0.00 | 657,000 | 0.26 |",
      "| 2 more, each under a cent |  |  | 0.00 |  | 0.00 |",
      "| **total** |  |  | **0.80** |  | **6.46** |",
    ]);
  });
});

describe("the document", () => {
  const document =
    "Before.\n<!-- table: one -->\nold\n<!-- /table -->\nAfter <!-- table: two --><!-- /table -->.";

  test("gets its tables, and its other text stays", () => {
    const filled = fillTables(document, { one: "| 1 |", two: "| $& |" });

    expect(filled).toBe(
      "Before.\n<!-- table: one -->\n\n| 1 |\n\n<!-- /table -->\nAfter <!-- table: two -->\n\n| $& |\n\n<!-- /table -->.",
    );
    expect(fillTables(filled, { one: "| 1 |", two: "| $& |" })).toBe(filled);
  });

  test("must have a place for each table, and a table for each place", () => {
    expect(() => fillTables(document, { one: "" })).toThrow('There is no table "two"');
    expect(() => fillTables(document, { one: "", two: "", three: "" })).toThrow("no place for three");
  });
});

test("each option saves what it costs", () => {
  const { savings = "" } = costTables([{ stage: "prod", template: aTemplate(anEdge) }]);

  // 5 for the web ACL, 1 for its rule; three requests of each command through both.
  expect(savings.split("\n")[2]).toBe("| `edge: none` | 6.00 | 0.00 |");
});

test("names resource types without a price", () => {
  const resources = { Cluster: { Type: "AWS::ECS::Cluster", Properties: {} } };

  expect(unpricedTypes(readStack(aTemplate()))).toEqual([]);
  expect(unpricedTypes(readStack(aTemplate(resources)))).toEqual(["AWS::ECS::Cluster"]);
});

test("refuses a file that is not a template", () => {
  expect(() => readStack({})).toThrow("not a CloudFormation template");
});
