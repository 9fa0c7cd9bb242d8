import { randomUUID } from "node:crypto";
import { type DynamoDBDocumentClient, GetCommand, PutCommand } from "@aws-sdk/lib-dynamodb";
import { type Circuit, untouched } from "../../core/circuit/circuit.ts";
import { type CircuitId, type CircuitStore, circuitKey } from "../../core/circuit/circuit-store.ts";
import { type Clock, isoTime } from "../../core/clock.ts";
import { quick } from "../runtime/aws-client.ts";
import { isNamed, unavailable } from "../runtime/aws-errors.ts";
import { documentClient, expiry } from "./document-client.ts";

/** One that is missing is closed, so nothing is lost with what nobody has called for so long. */
const keepDays = 7;

/** The circuits of the idempotency table, items `circuit#<provider>#<key>`. */
export function createCircuitTable(
  table: string,
  client: DynamoDBDocumentClient = documentClient(quick),
  clock: Clock = Date.now,
): CircuitStore {
  async function get(id: CircuitId): Promise<Record<string, unknown> | undefined> {
    const Key = { pk: circuitKey(id) };
    const { Item } = await client.send(new GetCommand({ TableName: table, Key, ConsistentRead: true }));
    return Item;
  }

  return {
    async read(id) {
      try {
        return toCircuit(await get(id));
      } catch (error) {
        throw unavailable("circuit_table", error);
      }
    },

    async replace(id, known, next) {
      const change = randomUUID();
      const item = {
        ...{ pk: circuitKey(id), ...next, change, changed_at: isoTime(clock()) },
        expires_at: Math.max(expiry(clock, keepDays), Math.ceil(next.until / 1000)),
      };
      try {
        await client.send(
          new PutCommand({
            TableName: table,
            Item: item,
            // One that was never written, or by hand, has no version.
            ConditionExpression:
              known.version === 0 ? "attribute_not_exists(#version)" : "#version = :version",
            ExpressionAttributeNames: { "#version": "version" },
            ...(known.version === 0 ? {} : { ExpressionAttributeValues: { ":version": known.version } }),
          }),
        );
        return true;
      } catch (error) {
        if (!isNamed(error, "ConditionalCheckFailedException")) throw unavailable("circuit_table", error);
        return isOurs(id, change);
      }
    },
  };

  /** The client tries again by itself, and then it is its own first try that it finds there. */
  async function isOurs(id: CircuitId, change: string): Promise<boolean> {
    try {
      return (await get(id))?.change === change;
    } catch (error) {
      throw unavailable("circuit_table", error);
    }
  }
}

function toCircuit(item: Record<string, unknown> | undefined): Circuit {
  const { state, version, until, openings, since, reason } = { ...untouched, ...item } as Circuit;
  return { state, version, until, openings, since, reason };
}
