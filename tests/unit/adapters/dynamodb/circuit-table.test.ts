import { PutCommand } from "@aws-sdk/lib-dynamodb";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { createCircuitTable } from "../../../../adapters/dynamodb/circuit-table.ts";
import { documentClient } from "../../../../adapters/dynamodb/document-client.ts";
import { newCircuit } from "../../../../core/circuit/circuit.ts";
import { clientFailing, clientRepeating } from "../../../fakes/aws-client.ts";
import { createFakeCircuitStore } from "../../../fakes/circuit-store.ts";
import { circuitStoreContract } from "../../../fakes/contracts/circuit-store.ts";
import { type EmbeddedAws, startEmbeddedAws } from "../../../fakes/embedded-aws.ts";
import { anOpenCircuit } from "../../../fakes/records/circuit.ts";

let embedded: EmbeddedAws;

beforeAll(async () => {
  embedded = await startEmbeddedAws({});
});

afterAll(() => embedded.stop());

circuitStoreContract("the fake", createFakeCircuitStore);
circuitStoreContract("the table", () => createCircuitTable(embedded.ref("IdempotencyTable")));

const id = (key: string) => ({ provider: "anthropic", key });
const open = anOpenCircuit();

test("the table recognizes its own change after a lost response, although the client sent it twice", async () => {
  const client = clientRepeating(documentClient(), "PutCommand");
  const store = createCircuitTable(embedded.ref("IdempotencyTable"), client);
  expect(await store.replace(id("repeated"), newCircuit, open)).toBe(true);
  expect(await store.replace(id("repeated"), newCircuit, open)).toBe(false);
});

test("the table reads a circuit that was opened by hand, and can close it", async () => {
  const TableName = embedded.ref("IdempotencyTable");
  const Item = { pk: "circuit#anthropic#by-hand", state: "open", until: 5_000 };
  await documentClient().send(new PutCommand({ TableName, Item }));
  const store = createCircuitTable(TableName);
  const known = await store.read(id("by-hand"));
  expect(known).toEqual({ state: "open", version: 0, until: 5_000, openings: 0, since: null, reason: null });
  expect(await store.replace(id("by-hand"), known, { ...open, version: 1 })).toBe(true);
});

describe("an unavailable table", () => {
  const unavailable = { name: "RetryableError", code: "circuit_table_unavailable" };

  test("throws a RetryableError", async () => {
    const missingTable = createCircuitTable("no-such-table");
    await expect(missingTable.read(id("x"))).rejects.toMatchObject(unavailable);
    await expect(missingTable.replace(id("x"), newCircuit, open)).rejects.toMatchObject(unavailable);
  });

  test("throws a RetryableError between the refused write and the read", async () => {
    const table = embedded.ref("IdempotencyTable");
    await createCircuitTable(table).replace(id("contested"), newCircuit, open);
    const failing = createCircuitTable(table, clientFailing(documentClient(), "GetCommand"));
    await expect(failing.replace(id("contested"), newCircuit, open)).rejects.toMatchObject(unavailable);
  });
});
