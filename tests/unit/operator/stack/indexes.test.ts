import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { BatchWriteCommand, DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { newCircuit } from "../../../../core/circuit/circuit.ts";
import {
  changeCircuit,
  circuitsOf,
  openedByHand,
  scanCircuits,
} from "../../../../operator/stack/circuits.ts";
import { eventsSince, findAttempt } from "../../../../operator/stack/deliveries/github-events.ts";
import { jobIds } from "../../../../operator/stack/jobs/job-ids.ts";
import { createOperationLog } from "../../../../operator/stack/operation-log.ts";
import { clientAnswering } from "../../../fakes/aws-client.ts";
import { createFakeCircuitStore } from "../../../fakes/circuit-store.ts";
import { type EmbeddedAws, startEmbeddedAws } from "../../../fakes/embedded-aws.ts";

let embedded: EmbeddedAws;
let client: DynamoDBDocumentClient;

beforeAll(async () => {
  embedded = await startEmbeddedAws({});
  client = DynamoDBDocumentClient.from(new DynamoDBClient({}));
});

afterAll(async () => {
  client.destroy();
  await embedded.stop();
});

const time = (n: number) => new Date(Date.parse("2026-11-23T09:00:00Z") + n * 1000).toISOString();

async function writeAll(table: string, items: Record<string, unknown>[]): Promise<void> {
  for (let n = 0; n < items.length; n += 25) {
    const requests = items.slice(n, n + 25).map((Item) => ({ PutRequest: { Item } }));
    await client.send(new BatchWriteCommand({ RequestItems: { [embedded.ref(table)]: requests } }));
  }
}

async function all<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const found: Item[] = [];
  for await (const item of items) found.push(item);
  return found;
}

test("jobs of an index are read page by page, newest first", async () => {
  const jobs = Array.from({ length: 205 }, (_, n) => {
    return { job_id: `job-${n}`, item: "JOB", repo: "octo-demo/many", created_at: time(n) };
  });
  await writeAll("JobTable", jobs);
  const range = { index: "by-repository", value: "octo-demo/many", since: null, until: null } as const;
  const found = await all(jobIds(embedded.ref("JobTable"), range));
  expect(found).toEqual(jobs.toReversed().map(({ job_id, created_at }) => ({ job_id, time: created_at })));
});

describe("the operation log", () => {
  test("finds operations by kind, also after many others", async () => {
    let now = Date.parse(time(0));
    const log = createOperationLog(embedded.ref("IdempotencyTable"), client, () => now);
    const ada = { actor: "operator:ada", reason: "because", ids: { delivery_id: "d" } };
    await log.record({ kind: "pause", ...ada });
    const drops = Array.from({ length: 120 }, (_, n) => {
      const at = time(n + 1);
      const pk = `operation#${at}#dlq_drop#${n}`;
      return { pk, pending: "OPERATION", received_at: at, kind: "dlq_drop", ...ada };
    });
    await writeAll("IdempotencyTable", drops);
    // The index also contains deliveries.
    await writeAll("IdempotencyTable", [{ pk: "delivery#1#d", pending: "RECEIVED", received_at: time(500) }]);

    expect(await log.latest(1, ["pause", "resume"])).toEqual([{ kind: "pause", at: time(0), ...ada }]);
    expect((await log.latest(200)).map(({ at }) => at)).toEqual(
      Array.from({ length: 121 }, (_, n) => time(120 - n)),
    );
    // The subject distinguishes operations of the same moment.
    now = Date.parse(time(600));
    for (const subject of ["a", "b"]) await log.record({ kind: "redeliver", ...ada }, subject);
    expect(await log.latest(5, ["redeliver"])).toHaveLength(2);
  });
});

describe("GitHub's list", () => {
  const attempt = (guid: string, n: number, status_code = 202) => ({
    ...{ id: n, guid, delivered_at: time(n), event: "issue_comment", action: "created", status_code },
    ...{ status: "", redelivery: status_code === 200 },
  });
  const pages = [
    [attempt("c", 9, 200), attempt("b", 8)],
    [attempt("c", 7, 503), attempt("a", 6)],
    [attempt("z", 1)],
  ];
  const asked: (string | null)[] = [];
  const requests = {
    async list(cursor: string | null) {
      asked.push(cursor);
      const n = Number(cursor ?? 0);
      return { data: pages[n] ?? [], next: n + 1 < pages.length ? String(n + 1) : null };
    },
  };

  test("groups attempts by event over all pages, back to the given time", async () => {
    const counts: number[] = [];
    const events = await eventsSince(requests, time(6), (count) => counts.push(count));
    expect(
      events.map(({ guid, attempts }) => [guid, attempts.map(({ status_code }) => status_code)]),
    ).toEqual([
      ["c", [200, 503]],
      ["b", [202]],
      ["a", [202]],
    ]);
    expect(counts).toEqual([2, 4, 4]);
    asked.length = 0;
    await eventsSince(requests, time(8));
    // Older pages are not read.
    expect(asked).toEqual([null, "1"]);
  });

  test("finds the newest attempt of an event on any page", async () => {
    expect(await findAttempt(requests, "a")).toMatchObject({ id: "6", ok: true });
    expect(await findAttempt(requests, "c")).toMatchObject({ id: "9", redelivery: true });
    expect(await findAttempt(requests, "missing")).toBeNull();
  });
});

describe("circuits", () => {
  const id = { provider: "github", key: "*" };

  test("a change is applied on top of concurrent changes", async () => {
    const store = createFakeCircuitStore();
    const others = { ...newCircuit, version: 1, openings: 3 };
    const contended = {
      ...store,
      replace: async (...args: Parameters<typeof store.replace>) => {
        // Another worker is faster, once.
        if (store.circuits.size === 0) await store.replace(id, newCircuit, others);
        return store.replace(...args);
      },
    };
    const { before, after } = await changeCircuit(contended, id, (circuit) => openedByHand(circuit, 9, 99));
    expect(before).toEqual(others);
    expect(after).toEqual({ state: "open", version: 2, until: 99, openings: 3, since: 9, reason: "by_hand" });
    expect(await store.read(id)).toEqual(after);
  });

  test("a change that never succeeds is reported", async () => {
    const store = { ...createFakeCircuitStore(), replace: async () => false };
    await expect(changeCircuit(store, id, (circuit) => circuit)).rejects.toThrow("keep changing the circuit");
  });

  test("a whole table is read page by page", async () => {
    const pages = [
      { Items: [{ pk: "circuit#github#5" }], ScannedCount: 10, LastEvaluatedKey: { pk: "x" } },
      { Items: [{ pk: "circuit#anthropic#*" }], ScannedCount: 5 },
    ];
    const counts: number[] = [];
    const paged = clientAnswering(client, "ScanCommand", async () => pages.shift());
    expect(await scanCircuits("table", (items) => counts.push(items), paged)).toEqual([
      { provider: "github", key: "5" },
      { provider: "anthropic", key: "*" },
    ]);
    expect(counts).toEqual([10, 15]);
  });

  test("every installation has one circuit", () => {
    const found = circuitsOf(
      [5, null, 6, 5].map((installation_id) => ({ installation_id, employee: "lint" })),
    );
    expect(found.filter(({ provider }) => provider === "github").map(({ key }) => key)).toEqual([
      ...["*", "app", "5", "6"],
    ]);
    expect(found.filter(({ provider }) => provider === "employee")).toEqual([
      { provider: "employee", key: "lint" },
    ]);
  });
});
