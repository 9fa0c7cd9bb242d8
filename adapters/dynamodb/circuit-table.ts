import { randomUUID } from "node:crypto";
import type { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { type Circuit, newCircuit } from "../../core/circuit/circuit.ts";
import { type CircuitStore, circuitKey } from "../../core/circuit/circuit-store.ts";
import { type Clock, isoTime } from "../../core/clock.ts";
import { retentionDays } from "../../core/retention.ts";
import { shortTimeouts } from "../runtime/aws-client.ts";
import { documentClient, expiry } from "./document-client.ts";
import { type Item, openTable } from "./table.ts";

/** The circuits of the idempotency table, items `circuit#<provider>#<key>`. */
export function createCircuitTable(
  table: string,
  client: DynamoDBDocumentClient = documentClient(shortTimeouts),
  clock: Clock = Date.now,
): CircuitStore {
  const items = openTable(table, "circuit_table", client);

  return {
    read: async (id) => toCircuit(await items.get({ pk: circuitKey(id) })),

    async replace(id, known, next) {
      const key = { pk: circuitKey(id) };
      const change = randomUUID();
      const written = await items.put({
        Item: {
          ...{ ...key, ...next, change, changed_at: isoTime(clock()) },
          expires_at: Math.max(expiry(clock, retentionDays.circuits), Math.ceil(next.until / 1000)),
        },
        // A circuit that was never written, or was written by hand, has no version.
        ConditionExpression: known.version === 0 ? "attribute_not_exists(#version)" : "#version = :version",
        ExpressionAttributeNames: { "#version": "version" },
        ...(known.version === 0 ? {} : { ExpressionAttributeValues: { ":version": known.version } }),
      });
      // The SDK retries a write that timed out. If the first one landed, the item carries this change.
      return written !== null || (await items.get(key))?.change === change;
    },
  };
}

function toCircuit(item: Item | undefined): Circuit {
  const { state, version, until, openings, since, reason } = { ...newCircuit, ...item } as Circuit;
  return { state, version, until, openings, since, reason };
}
