import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { createBudgetTable } from "../../../../adapters/dynamodb/budget-table.ts";
import { documentClient } from "../../../../adapters/dynamodb/document-client.ts";
import { clientFailing, clientRepeating } from "../../../fakes/aws-client.ts";
import { createFakeBudgetStore } from "../../../fakes/budget-store.ts";
import { budgetStoreContract } from "../../../fakes/contracts/budget-store.ts";
import { type EmbeddedAws, startEmbeddedAws } from "../../../fakes/embedded-aws.ts";

let embedded: EmbeddedAws;

beforeAll(async () => {
  embedded = await startEmbeddedAws({});
});

afterAll(() => embedded.stop());

budgetStoreContract("the fake", createFakeBudgetStore);
budgetStoreContract("the table", () => createBudgetTable(embedded.ref("IdempotencyTable")));

const day = "2026-11-28";
const budget = (id: string) => ({ key: `person#${id}`, scope: "person" as const, name: "mona", limit: 100 });
const run = { run: "a-job-r1", micros: 60 };

describe("a write whose response is lost, which the client sends twice", () => {
  const repeating = () =>
    createBudgetTable(embedded.ref("IdempotencyTable"), clientRepeating(documentClient(), "UpdateCommand"));

  test("holds the amount once", async () => {
    const store = repeating();
    expect(await store.reserve(budget("repeated"), day, run)).toEqual({ kind: "held" });
    expect(await store.read("person#repeated", day)).toMatchObject({ used: 60, held: 60 });
  });

  test("charges the cost once", async () => {
    const store = repeating();
    await store.reserve(budget("charged"), day, run);
    await store.settle("person#charged", day, run, 20);
    expect(await store.read("person#charged", day)).toMatchObject({ used: 20, held: 0 });
  });
});

describe("an unavailable table", () => {
  const unavailable = { name: "RetryableError", code: "budget_table_unavailable" };

  test("throws a RetryableError", async () => {
    const missing = createBudgetTable("no-such-table");
    await expect(missing.read("person#1", day)).rejects.toMatchObject(unavailable);
    await expect(missing.reserve(budget("1"), day, run)).rejects.toMatchObject(unavailable);
    await expect(missing.settle("person#1", day, run, 0)).rejects.toMatchObject(unavailable);
  });

  test("throws a RetryableError between the refused write and the read", async () => {
    const table = embedded.ref("IdempotencyTable");
    await createBudgetTable(table).reserve(budget("contested"), day, run);
    const failing = createBudgetTable(table, clientFailing(documentClient(), "GetCommand"));
    const other = { run: "another-job-r1", micros: 60 };
    await expect(failing.reserve(budget("contested"), day, other)).rejects.toMatchObject(unavailable);
  });
});
