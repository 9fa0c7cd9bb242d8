import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { createBudgetTable } from "../../../../adapters/dynamodb/budget-table.ts";
import { createDeliveryTable } from "../../../../adapters/dynamodb/delivery-table.ts";
import { documentClient } from "../../../../adapters/dynamodb/document-client.ts";
import { createIntentTable } from "../../../../adapters/dynamodb/intent-table.ts";
import { createJobIndex } from "../../../../adapters/dynamodb/job-index.ts";
import { createJobTable } from "../../../../adapters/dynamodb/job-table.ts";
import { createLaneTable } from "../../../../adapters/dynamodb/lane-table.ts";
import { createPaceTable } from "../../../../adapters/dynamodb/pace-table.ts";
import { createRedeliveryTable } from "../../../../adapters/dynamodb/redelivery-table.ts";
import { createSweepMarks } from "../../../../adapters/dynamodb/sweep-marks.ts";
import type { Envelope } from "../../../../core/deliveries/envelope.ts";
import { createTransportGate } from "../../../../core/deliveries/transport-gate.ts";
import type { Runner } from "../../../../core/employees/runner.ts";
import { budgetLimits } from "../../../../core/generated/budget-limits.ts";
import { jobStoreWithMetrics } from "../../../../core/jobs/job-store-with-metrics.ts";
import { createPacer } from "../../../../core/pacing/pacer.ts";
import { acknowledgeJob } from "../../../../functions/acknowledge-job/acknowledge-job.ts";
import { processMessage } from "../../../../functions/dispatch-event/dispatch-event.ts";
import { freezeContext } from "../../../../functions/freeze-context/freeze-context.ts";
import { pingWebhook } from "../../../../functions/ping-webhook/ping-webhook.ts";
import { publishResult } from "../../../../functions/publish-result/publish-result.ts";
import { runEmployee } from "../../../../functions/run-employee/run-employee.ts";
import { sweepDeliveries } from "../../../../functions/sweep-deliveries/sweep-deliveries.ts";
import { commandMetrics, delivery, job, pingMetrics, sweep } from "../../../../scripts/cost/usage.ts";
import { readResources } from "../../../fakes/cloudformation.ts";
import { createDispatcherPorts } from "../../../fakes/dispatcher.ts";
import { type EmbeddedAws, startEmbeddedAws } from "../../../fakes/embedded-aws.ts";
import { createFakeLog } from "../../../fakes/log.ts";
import { createFakeMetrics, type FakeMetrics } from "../../../fakes/metrics.ts";
import { createFakePullRequestWriter } from "../../../fakes/pull-request-writer.ts";
import { anEnvelopeOf } from "../../../fakes/records/envelope.ts";
import { fakeRunners } from "../../../fakes/runners.ts";
import { createSweeperPorts } from "../../../fakes/sweeper.ts";
import { type Meter, type MeteredTable, meteredClient } from "./metered-client.ts";

let embedded: EmbeddedAws;

beforeAll(async () => {
  embedded = await startEmbeddedAws({});
});

afterAll(() => embedded.stop());

interface TableProperties {
  KeySchema: { AttributeName: string }[];
  GlobalSecondaryIndexes: {
    KeySchema: { AttributeName: string }[];
    Projection: { ProjectionType: string };
  }[];
}

function meteredTable(logicalId: string): MeteredTable {
  const { Properties } = readResources("tables.yml")[logicalId] ?? {};
  const { KeySchema, GlobalSecondaryIndexes } = Properties as unknown as TableProperties;
  const names = (schema: { AttributeName: string }[]) => schema.map(({ AttributeName }) => AttributeName);
  return {
    keys: names(KeySchema),
    indexes: GlobalSecondaryIndexes.map(({ KeySchema: keys, Projection }) => ({
      keys: names(keys),
      all: Projection.ProjectionType === "ALL",
    })),
  };
}

const answer: Runner = async () => ({
  outcome: "answered",
  markdown: "Done.",
  usage: { input_tokens: 20_000, output_tokens: 900 },
});

function meteredClientOfTables() {
  const [idempotency, jobTable] = [embedded.ref("IdempotencyTable"), embedded.ref("JobTable")];
  const tables = {
    [idempotency]: meteredTable("IdempotencyTable"),
    [jobTable]: meteredTable("JobTable"),
  };
  return { ...meteredClient(documentClient(), tables), idempotency, jobTable };
}

/** The project's own tables on an embedded DynamoDB; all other ports are fakes. */
function meteredPorts() {
  const { meter, client, idempotency, jobTable } = meteredClientOfTables();
  const fakes = createDispatcherPorts();
  const jobs = createJobTable(jobTable, client);
  const paces = createPaceTable(idempotency, client);
  const ports = {
    ...fakes,
    budgets: createBudgetTable(idempotency, client),
    budgetLimits,
    deliveries: createDeliveryTable(idempotency, client),
    intents: createIntentTable(idempotency, client),
    jobs,
    paces,
    pacer: createPacer({ ...fakes, jobs, paces }, { paces: true }),
    writer: createFakePullRequestWriter(),
    runners: fakeRunners({ builtin: answer, model: answer }),
  };
  return { meter, ports };
}

/** The metrics that were written, each once. */
function writtenMetrics({ counted, shared, timed }: FakeMetrics): string[] {
  return [...new Set([...counted, ...shared, ...timed].map(({ name }) => name))].toSorted();
}

type Ports = ReturnType<typeof meteredPorts>["ports"];

async function deliver(envelope: Envelope, ports: Ports): Promise<void> {
  const gate = createTransportGate(ports);
  await gate.open(envelope);
  await gate.close(envelope);
  await processMessage(JSON.stringify(envelope), ports);
}

async function runJob(ports: Ports): Promise<void> {
  const [execution] = [...ports.workflow.executions.values()];
  if (!execution) throw new Error("No execution was started");
  expect(await acknowledgeJob(execution.input, ports)).toEqual({ next: "run" });
  const context = await freezeContext(execution.input, ports);
  if (context.next === "again") throw new Error("The commit was replaced");
  const input = { ...execution.input, context };
  await runEmployee(input, ports, AbortSignal.timeout(10_000));
  expect(await publishResult(input, ports)).toEqual({ published: true });
}

async function measure(work: (ports: Ports) => Promise<void>): Promise<Meter> {
  const { meter, ports } = meteredPorts();
  await work(ports);
  return meter;
}

/** Allows a small difference: an item over a kilobyte needs another unit, but the assumption need not follow each word. */
function near(units: number) {
  return { atLeast: Math.floor(units * 0.85), atMost: Math.ceil(units * 1.15) };
}

function expectNear(
  measured: Meter,
  assumed: { tableCalls: number; tableWrites: number; tableReads: number },
) {
  const { atLeast, atMost } = near(assumed.tableWrites);
  expect(measured.calls).toBe(assumed.tableCalls);
  expect(measured.writeUnits).toBeGreaterThanOrEqual(atLeast);
  expect(measured.writeUnits).toBeLessThanOrEqual(atMost);
  expect(measured.readUnits).toBe(assumed.tableReads);
}

test("a delivery without a command uses the assumed units of the tables", async () => {
  const sender = { login: "pr-automation[bot]", id: 12, type: "Bot" };
  const envelope = anEnvelopeOf("Working on it", { sender, delivery_id: "d-of-the-app" });
  expectNear(await measure((ports) => deliver(envelope, ports)), delivery);
});

test("so does a command with its job, and the sixth on a pull request uses what the second does", async () => {
  const { meter, ports } = meteredPorts();
  const talk: Meter[] = [];
  const commands: Meter[] = [];
  const use = async (work: Promise<void>, into: Meter[]) => {
    const before = { ...meter };
    await work;
    const names = Object.keys(meter) as (keyof Meter)[];
    into.push(Object.fromEntries(names.map((name) => [name, meter[name] - before[name]])) as never);
  };
  const command = async (n: number) => {
    const own = {
      delivery_id: `d-flat-${n}`,
      intent_key: n.toString().padStart(4, "0").padEnd(64, "a"),
      comment_id: 10_000 + n,
    };
    await deliver(anEnvelopeOf("/summary", own), ports);
    await runJob(ports);
    ports.workflow.executions.clear();
  };
  for (let n = 1; n <= 6; n += 1) {
    await use(command(n), commands);
    await use(deliver(anEnvelopeOf("Just talk", { delivery_id: `d-talk-${n}`, comment_id: n }), ports), talk);
  }
  // The first of a day also creates the day's budgets.
  const [, second = meter] = commands;
  expectNear(second, {
    tableCalls: delivery.tableCalls + job.tableCalls,
    tableWrites: delivery.tableWrites + job.tableWrites,
    tableReads: delivery.tableReads + job.tableReads,
  });
  expect(commands[5]).toEqual(second);
  expect(talk[5]).toEqual(talk[1]);
  expect([commands[5]?.items, talk[5]?.items]).toEqual([
    delivery.tableItems + job.tableItems,
    delivery.tableItems,
  ]);
});

test("a sweep without work uses the assumed units", async () => {
  const { meter, client, idempotency, jobTable } = meteredClientOfTables();
  const fakes = createSweeperPorts();
  const ports = {
    ...fakes,
    clock: Date.now,
    budgets: createBudgetTable(idempotency, client),
    deliveries: createDeliveryTable(idempotency, client),
    index: createJobIndex(jobTable, client),
    jobs: createJobTable(jobTable, client),
    lanes: createLaneTable(idempotency, client),
    marks: createSweepMarks(idempotency, client),
    paces: createPaceTable(idempotency, client),
    redeliveries: createRedeliveryTable(idempotency, client),
  };
  expect(await sweepDeliveries(ports)).toEqual([]);
  Object.assign(meter, { calls: 0, writeUnits: 0, readUnits: 0 });
  expect(await sweepDeliveries(ports)).toEqual([]);
  expectNear(meter, sweep);
});

test("a command writes the assumed metrics and no other, so does a delivery without one, and a ping", async () => {
  const metrics = createFakeMetrics();
  await measure(async (ports) => {
    const jobs = jobStoreWithMetrics(ports.jobs, { metrics, log: createFakeLog() });
    const counted = { ...ports, metrics, jobs };
    const own = { delivery_id: "d-of-metrics", intent_key: "9".repeat(64), comment_id: 77 };
    await deliver(anEnvelopeOf("/summary", own), counted);
    await runJob(counted);
    await deliver(anEnvelopeOf("Just talk", { delivery_id: "d-of-talk", comment_id: 78 }), counted);
  });
  expect(writtenMetrics(metrics)).toEqual(commandMetrics.toSorted());

  const ping = createFakeMetrics();
  const endpoint = { ping: async () => ({ ok: true, status: 200, code: null, milliseconds: 42 }) };
  const secrets = { read: async () => ["any"] };
  await pingWebhook({ secrets, endpoint, log: createFakeLog(), metrics: ping });
  expect(writtenMetrics(ping)).toEqual(pingMetrics);
});
