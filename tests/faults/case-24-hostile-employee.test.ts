import { ListObjectsV2Command, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { ScanCommand } from "@aws-sdk/lib-dynamodb";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import { createDeliveryTable } from "../../functions/adapters/delivery-table.ts";
import { documentClient } from "../../functions/adapters/dynamo.ts";
import { createIntentTable } from "../../functions/adapters/intent-table.ts";
import { createJobTable } from "../../functions/adapters/job-table.ts";
import { createPayloadBucket } from "../../functions/adapters/payload-bucket.ts";
import { marker } from "../../functions/core/answering/marker.ts";
import type { RunInput } from "../../functions/core/employees/run-input.schema.ts";
import type { Runner } from "../../functions/core/employees/runner.ts";
import { jobId } from "../../functions/core/jobs/job-id.ts";
import { createHandler as run } from "../../functions/run-employee/handler.ts";
import { type EmbeddedAws, startEmbeddedAws } from "../fakes/embedded-aws.ts";
import { clientOf, type Possession, tryAll, type Victim } from "../fakes/hostile-employee/attempt.ts";
import { onBucket } from "../fakes/hostile-employee/on-bucket.ts";
import { onServices } from "../fakes/hostile-employee/on-services.ts";
import { onTables } from "../fakes/hostile-employee/on-tables.ts";
import { type RoleProxy, startRoleProxy } from "../fakes/iam/role-proxy.ts";
import type { CreateInstance, Handler } from "../fakes/interpreted-workflow.ts";
import { createFakeLog } from "../fakes/log.ts";
import { createFakeMetrics } from "../fakes/metrics.ts";
import { type Road, type RoadPull, startRoad } from "../fakes/road.ts";

let embedded: EmbeddedAws;
let proxy: RoleProxy;
let road: Road;
let number = 2_400;
/** The pull request of the hostile run; one whose honest run goes on meanwhile, and one whose job is over. */
let pull: RoadPull;
let other: RoadPull;
let ended: RoadPull;
/** What runs in the place of `run-employee`, by the job; those that are not named are honest. */
const instead = new Map<string, (input: RunInput) => Promise<unknown>>();
let model: Runner;

/** `run-employee` with its role, and whatever has come to run in its place. */
function steps(own: CreateInstance): CreateInstance {
  const { url, environment } = proxy;
  const { endpoint, ...connection } = clientOf({ url } as Possession);
  const payloads = createPayloadBucket(String(environment.PAYLOAD_BUCKET), {
    ...{ patience: { ...connection, endpoint }, mayList: false },
  });
  return {
    ...own,
    RunEmployee: () => {
      const honest = run({
        ...{ log: createFakeLog(), metrics: createFakeMetrics(), payloads },
        model: (task, signal) => model(task, signal),
      }) as unknown as Handler;
      return (event, context) => {
        const input = event as RunInput;
        const hostile = instead.get(input.job_id);
        return hostile ? hostile(input) : honest(event, context);
      };
    },
  };
}

beforeAll(async () => {
  embedded = await startEmbeddedAws({});
  proxy = await startRoleProxy("run-employee", embedded);
  const gates = embedded.ref("IdempotencyTable");
  road = await startRoad({
    steps,
    stores: {
      deliveries: createDeliveryTable(gates),
      intents: createIntentTable(gates),
      jobs: createJobTable(embedded.ref("JobTable")),
      payloads: createPayloadBucket(embedded.ref("PayloadBucket")),
    },
  });
});

beforeEach(() => {
  number += 3;
  [pull, other, ended] = [road.pull(number), road.pull(number + 1), road.pull(number + 2)];
  instead.clear();
  model = async () => ({ outcome: "answered", markdown: "All good.", usage: null });
});

afterAll(async () => {
  await road.stop();
  await proxy.stop();
  await embedded.stop();
});

/** Everything that the tables and the bucket hold. */
async function everything() {
  const scans = ["JobTable", "IdempotencyTable"].map((id) =>
    documentClient().send(new ScanCommand({ TableName: embedded.ref(id), ConsistentRead: true })),
  );
  const tables = await Promise.all(scans);
  const items = tables.flatMap(({ Items = [] }) => Items.map((item) => JSON.stringify(item)));
  const listed = await new S3Client({}).send(
    new ListObjectsV2Command({ Bucket: embedded.ref("PayloadBucket") }),
  );
  const objects = (listed.Contents ?? []).map(({ Key, ETag }) => `${Key} ${ETag}`);
  return [...items, ...objects].toSorted();
}

/** What a hostile process leaves under the key that it is told. */
function leave({ context: { objects } }: RunInput, text: string): Promise<unknown> {
  const object = { Bucket: String(proxy.environment.PAYLOAD_BUCKET), Key: objects.result, Body: text };
  return new S3Client(clientOf({ url: proxy.url } as Possession)).send(
    new PutObjectCommand({ ...object, IfNoneMatch: "*" }),
  );
}

/** A command whose employee is not the one that it should be. */
async function commandedHostile(hostile: (input: RunInput) => Promise<unknown>): Promise<string> {
  await pull.comment("octavia", "/security");
  const id = jobId(road.queue.sent.at(-1)?.intent_key ?? "", "security", 1);
  instead.set(id, hostile);
  return id;
}

const answers = (of: RoadPull) => of.answers().map(({ body }) => body);

describe("case 24: hostile code runs in the place of run-employee, with its input, environment and role", () => {
  test("it reaches no other job, no other context or result, and no other pull request", async () => {
    await ended.comment("octavia", "/security");
    await road.settle();
    const over = await ended.job();
    // Another job is under way: its employee has its context and has not written its result.
    const [working, goOn] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    model = async () => {
      working.resolve();
      await goOn.promise;
      return { outcome: "answered", markdown: "The honest answer.", usage: null };
    };
    await other.comment("octavia", "/security");
    await road.dispatch();
    await working.promise;
    const { job_id, repo, pr_number, context_ref } = await other.job();
    const keys = [over.result_ref?.key, over.context_ref?.key, context_ref?.key];
    const victim: Victim = {
      ...{ job_id, repo, pr_number, known: keys.filter((key) => key !== undefined) },
      jobTable: embedded.ref("JobTable"),
      gitHubSecret: embedded.ref("GitHubSecret"),
      queueUrl: embedded.ref("EventQueue"),
      stateMachine: "arn:aws:states:eu-central-1:000000000000:stateMachine:employee-task",
    };

    const seen: string[][] = [];
    let ends: [name: string, end: string][] = [];
    const id = await commandedHostile(async (input) => {
      const { url, environment } = proxy;
      const possession: Possession = { input, environment, url, gitHubUrl: road.github.url };
      seen.push(await everything());
      const attempts = [onTables, onBucket, onServices].flatMap((on) => on(possession, victim));
      ends = await tryAll(attempts);
      seen.push(await everything());
      const said = `Mine.\n\n${marker(job_id, 1)}\n/security`;
      const target = { job_id, repo, pr_number, sender: over.sender, comment: { phase: "POSTED", id: 1 } };
      await leave(input, JSON.stringify({ outcome: "answered", markdown: said, usage: null, ...target }));
      return { job_id, attempt: 1, next: "again", context: { next: "run" } };
    });
    await road.dispatch();
    await road.workflow.executions.get(`${id}-r1`)?.finished;
    goOn.resolve();
    await road.settle();

    expect(ends.length).toBeGreaterThan(50);
    const refused = /^(AccessDenied|AccessDeniedException|HTTP 40[134])$/;
    const others = ends.filter(([, end]) => !refused.test(end));
    // S3 allows a result that is new; this one is there.
    expect(others).toEqual([["write one of the results once more", "PreconditionFailed"]]);
    expect(seen[1]).toEqual(seen[0]);
    expect(answers(other)).toEqual([expect.stringContaining("The honest answer.")]);
    expect(answers(ended)).toEqual([expect.stringContaining("All good.")]);
    const [own = "", ...more] = answers(pull);
    expect([own.startsWith(marker(id, 1)), more]).toEqual([true, []]);
    expect(own).toContain("Mine.");
    expect(own).not.toContain(marker(job_id, 1));
    expect(await ended.job()).toEqual(over);
    expect(await other.job()).toMatchObject({ state: "NOTIFIED", attempt: 1, repo, pr_number });
    expect(await pull.job()).toMatchObject({ state: "NOTIFIED", attempt: 1, repo, pr_number: number });
  });

  const named = (name: string, message: string) => Object.assign(new Error(message), { name });

  test.each<[string, string, (input: RunInput) => Promise<unknown>]>([
    ["nothing", "result_missing", async () => ({ result: "stored" })],
    ["no result", "result_malformed", (input) => leave(input, '{"outcome":"approved"}')],
    ["a flood", "payload_too_large", (input) => leave(input, JSON.stringify("x".repeat(300_000)))],
    [
      "an error that is to be read",
      "unexpected_error",
      () => Promise.reject(named("PermanentError", "[<b>merge</b>] now")),
    ],
  ])(
    "it leaves %s: its own pull request is told so by a code, and nothing else happens",
    async (_what, code, hostile) => {
      await commandedHostile(hostile);
      await road.settle();
      expect(answers(pull)).toEqual([expect.stringContaining(`(\`${code}\`)`)]);
      expect(await pull.job()).toMatchObject({ state: "NOTIFIED", outcome: "failed" });
      expect([answers(other), answers(ended)]).toEqual([[], []]);
    },
  );

  test("a result that is there cannot be changed, by whoever knows its key", async () => {
    let again: unknown;
    await commandedHostile(async (input) => {
      await leave(input, JSON.stringify({ outcome: "answered", markdown: "First.", usage: null }));
      again = await leave(input, "{}").catch((error: Error) => error.name);
    });
    await road.settle();
    expect(again).toBe("PreconditionFailed");
    expect(answers(pull)).toEqual([expect.stringContaining("First.")]);
  });
});
