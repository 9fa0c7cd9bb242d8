import {
  BatchWriteCommand,
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  type QueryCommand,
  UpdateCommand,
} from "@aws-sdk/lib-dynamodb";
import { itemSize } from "./item-size.ts";

type Item = Record<string, unknown>;
type Keys = Record<string, unknown>;

export interface Index {
  keys: string[];
  /** False if the index holds only the keys. */
  all: boolean;
}

export interface MeteredTable {
  keys: string[];
  indexes: Index[];
}

export interface Meter {
  calls: number;
  writeUnits: number;
  readUnits: number;
  /** Items that did not exist before. */
  items: number;
}

/** Returns a client that sums the on-demand units of its commands, including the writes of the indexes. */
export function meteredClient(client: DynamoDBDocumentClient, tables: Record<string, MeteredTable>) {
  const meter: Meter = { calls: 0, writeUnits: 0, readUnits: 0, items: 0 };

  async function find(table: string, keys: Keys): Promise<Item | null> {
    const { Item: item } = await client.send(
      new GetCommand({ TableName: table, Key: keys, ConsistentRead: true }),
    );
    return item ?? null;
  }

  async function write<Result>(written: { table: string; item: Item }[], send: () => Promise<Result>) {
    const places = written.map(({ table, item }) => {
      const known = tables[table];
      if (!known) throw new Error(`Unknown table: ${table}`);
      return { table, known, keys: Object.fromEntries(known.keys.map((key) => [key, item[key]])) };
    });
    const before = await Promise.all(places.map(({ table, keys }) => find(table, keys)));
    const result = await send();
    for (const [n, { table, known, keys }] of places.entries()) {
      const after = await find(table, keys);
      meter.writeUnits += unitsOf(before[n] ?? null, after, known.indexes);
      if (after && !before[n]) meter.items += 1;
    }
    return result;
  }

  async function send(command: unknown): Promise<unknown> {
    meter.calls += 1;
    const pass = () => client.send(command as never) as Promise<{ Item?: Item; Items?: Item[] }>;
    if (command instanceof PutCommand) {
      return write([{ table: command.input.TableName ?? "", item: command.input.Item ?? {} }], pass);
    }
    if (command instanceof UpdateCommand) {
      return write([{ table: command.input.TableName ?? "", item: command.input.Key ?? {} }], pass);
    }
    if (command instanceof BatchWriteCommand) {
      const written = Object.entries(command.input.RequestItems ?? {}).flatMap(([table, requests]) =>
        requests.map(({ PutRequest }) => ({ table, item: PutRequest?.Item ?? {} })),
      );
      return write(written, pass);
    }
    const answer = await pass();
    const read = [answer.Item ?? {}, ...(answer.Items ?? [])].reduce((sum, item) => sum + itemSize(item), 0);
    const { ConsistentRead } = (command as GetCommand | QueryCommand).input;
    meter.readUnits += Math.max(1, Math.ceil(read / 4096)) * (ConsistentRead ? 1 : 0.5);
    return answer;
  }

  return { meter, client: Object.create(client, { send: { value: send } }) as DynamoDBDocumentClient };
}

/** Counts one write of the table and the resulting writes of each index. */
function unitsOf(before: Item | null, after: Item | null, indexes: Index[]): number {
  const table = Math.max(units(before), units(after), 1);
  return indexes.reduce((sum, index) => sum + indexUnits(before, after, index), table);
}

function indexUnits(before: Item | null, after: Item | null, { keys, all }: Index): number {
  const entry = (item: Item | null) => (item && keys.every((key) => item[key] !== undefined) ? item : null);
  const [old, now] = [entry(before), entry(after)];
  const moved = keys.some((key) => old?.[key] !== now?.[key]);
  // A changed index key is a deletion and an insertion.
  if (moved) return all ? units(old) + units(now) : Number(old !== null) + Number(now !== null);
  return all ? Math.max(units(old), units(now)) : 0;
}

function units(item: Item | null): number {
  return item ? Math.ceil(itemSize(item) / 1024) : 0;
}
