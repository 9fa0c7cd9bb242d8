import { DeleteCommand } from "@aws-sdk/lib-dynamodb";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import { createCircuitTable } from "../../adapters/dynamodb/circuit-table.ts";
import { documentClient } from "../../adapters/dynamodb/document-client.ts";
import { createGitHubCircuit } from "../../adapters/github/circuit.ts";
import { createGitHubRepository } from "../../adapters/github/repository.ts";
import { createGitHubWriter } from "../../adapters/github/writer.ts";
import { maxAuthorityAgeMs } from "../../core/authority/confirm-authority.ts";
import { CircuitOpenError } from "../../core/errors.ts";
import { acknowledgeJob } from "../../functions/acknowledge-job/acknowledge-job.ts";
import { processMessage } from "../../functions/dispatch-event/dispatch-event.ts";
import { freezeContext } from "../../functions/freeze-context/freeze-context.ts";
import { publishResult } from "../../functions/publish-result/publish-result.ts";
import { runEmployee } from "../../functions/run-employee/run-employee.ts";
import type { Fault } from "../../local/github/simulator/faults.ts";
import type { GitHub } from "../../local/github/start-github.ts";
import { recordComment } from "../../local/github/state/comments.ts";
import { nodeId } from "../../local/github/state/ids.ts";
import { circuitStates, createCircuitParts } from "../fakes/circuits.ts";
import { createDispatcherPorts } from "../fakes/dispatcher.ts";
import { type EmbeddedAws, startEmbeddedAws } from "../fakes/embedded-aws.ts";
import { clientOf, recordRequests, startSimulatedGitHub, writePermissions } from "../fakes/github.ts";
import { anEnvelope } from "../fakes/records/envelope.ts";
import { aCommentWebhook } from "../fakes/records/webhook.ts";
import { fakeRunners } from "../fakes/runners.ts";

let github: GitHub;
let embedded: EmbeddedAws;
let requests: ReturnType<typeof recordRequests>;

beforeAll(async () => {
  [github, embedded] = await Promise.all([startSimulatedGitHub(), startEmbeddedAws({})]);
});

beforeEach(async () => {
  requests = recordRequests();
  for (const key of ["*", "app", "5"]) {
    const Key = { pk: `circuit#github#${key}` };
    await documentClient().send(new DeleteCommand({ TableName: embedded.ref("IdempotencyTable"), Key }));
  }
});

afterEach(() => {
  requests.stop();
  github.clearFaults();
});

afterAll(() => Promise.all([github.stop(), embedded.stop()]));

const answer = async () => ({ outcome: "answered" as const, markdown: "All good.", usage: null });
const sender = { login: "wendy", id: 12, type: "User" };
let count = 0;

/** Workers of all kinds. Each has its own client and cache; they share the table. */
function createWorld() {
  const ports = createDispatcherPorts();
  const { clock } = ports;
  const store = createCircuitTable(embedded.ref("IdempotencyTable"), documentClient(), clock);
  const parts = { ...createCircuitParts(clock), store };

  function instance() {
    const client = clientOf(github, writePermissions, createGitHubCircuit(parts));
    const adapters = { reader: createGitHubRepository(client), writer: createGitHubWriter(client) };
    return { ...ports, ...adapters, runners: fakeRunners({ builtin: answer, model: answer }) };
  }

  function comment() {
    count += 1;
    const author = github.store.user(sender.login);
    const repository = github.store.repository("octo-demo", "payments");
    recordComment(github.store, repository, { id: count, number: 7, author, body: "/summary" });
    const place = { delivery_id: `d-${count}`, comment_id: count, repo_id: repository.id };
    const payload = aCommentWebhook({ id: count, sender });
    Object.assign(payload.repository, { node_id: nodeId("Repository", repository.id) });
    Object.assign(payload.comment ?? fail(), { node_id: nodeId("IssueComment", count) });
    return JSON.stringify(anEnvelope({ ...place, sender, payload_ref: { kind: "inline", payload } }));
  }

  async function dispatched() {
    const before = ports.workflow.executions.size;
    await processMessage(comment(), instance());
    const [execution] = [...ports.workflow.executions.values()].slice(before);
    if (!execution) throw new Error("Nothing was started");
    return execution.input;
  }

  /** Returns a job whose acknowledgement has to ask GitHub, because the dispatcher asked too long ago. */
  async function waiting() {
    const input = await dispatched();
    clock.advance(maxAuthorityAgeMs);
    return input;
  }

  async function answered() {
    const input = await dispatched();
    await acknowledgeJob(input, instance());
    const context = await freezeContext(input, instance());
    if (context.next === "again") throw new Error("The commit was replaced");
    await runEmployee({ ...input, context }, instance(), AbortSignal.timeout(10_000));
    return { ...input, context };
  }

  return { ports, clock, parts, instance, comment, dispatched, waiting, answered };
}

/** Runs the work; returns `done`, or the seconds that it has to wait. */
function attempt(work: Promise<unknown>): Promise<"done" | number> {
  return work.then(
    (result) => {
      const { kind, seconds } = result as { kind?: string; seconds?: number };
      return kind === "postponed" ? (seconds ?? 0) : "done";
    },
    (error: unknown) => {
      if (error instanceof CircuitOpenError) return error.seconds;
      throw error;
    },
  );
}

const limits: [string, Omit<Fault, "path">, number][] = [
  ["403 with retry-after 120", { status: 403, headers: { "retry-after": "120" } }, 120],
  ["429 with retry-after 120", { status: 429, headers: { "retry-after": "120" } }, 120],
  ["with a secondary limit without retry-after", { refusal: "secondaryLimit" }, 60],
  ["with its abuse detection mechanism without retry-after", { refusal: "abuseDetection" }, 60],
  ["that comments come too quickly", { refusal: "submittedTooQuickly" }, 60],
];

describe.each(limits)("case 15: GitHub answers %s", (_what, limit, wait) => {
  test("no worker calls it until the limit ends, then all of them finish", async () => {
    const world = createWorld();
    const { instance, clock } = world;
    const [toPublish, toFreeze, toAcknowledge] = [
      await world.answered(),
      await world.dispatched(),
      await world.waiting(),
    ];
    await acknowledgeJob(toFreeze, instance());
    const message = world.comment();
    /** Instances that have just read a closed circuit; the other instances of each round are new. */
    const warm = instance();
    await warm.reader.permissionOf(await jobOf(world, toFreeze.job_id), "wendy");
    const work = {
      publish: (by = instance()) => publishResult(toPublish, by),
      freeze: (by = instance()) => freezeContext(toFreeze, by),
      acknowledge: (by = instance()) => acknowledgeJob(toAcknowledge, by),
      dispatch: (by = instance()) => processMessage(message, by),
    };
    const kinds = Object.keys(work) as (keyof typeof work)[];

    github.fail({ method: "PATCH", path: "/issues/comments/", ...limit });
    expect(await attempt(work.publish())).toBe(wait);
    const sent = requests.sent.length;

    for (let second = 0; second < wait; second += 10) {
      const waits = kinds.flatMap((kind) => [attempt(work[kind](warm)), attempt(work[kind]())]);
      expect(await Promise.all(waits)).toEqual(waits.map(() => wait - second));
      clock.advance(10_000 - 1);
      expect(await attempt(work.acknowledge())).toBe(wait - second - 9);
      clock.advance(1);
    }
    expect(requests.sent).toHaveLength(sent);

    for (const kind of kinds) expect(await attempt(work[kind]())).toBe("done");
    expect(requests.sent.length).toBeGreaterThan(sent);
    expect((await jobOf(world, toPublish.job_id)).state).toBe("NOTIFIED");
    expect(world.ports.workflow.executions.size).toBe(4);
    // The first request opens everyone's circuit, the installation's first request opens its own.
    const once = ["half_open", "closed"];
    const states = circuitStates(world.parts.log);
    expect(states).toEqual(["open", "open", ...once, ...once]);
  });

  test("after the limit, one request probes for all waiting workers", async () => {
    const world = createWorld();
    const inputs = [await world.waiting(), await world.waiting(), await world.waiting()];
    github.fail({ method: "POST", path: "/graphql$", ...limit, times: 2 });
    await attempt(acknowledgeJob(inputs[0] ?? fail(), world.instance()));
    world.clock.advance(wait * 1_000);
    const sent = requests.sent.length;

    const waits = await Promise.all(inputs.map((input) => attempt(acknowledgeJob(input, world.instance()))));

    // Each asks for a token first; the first of those requests is the probe.
    const [first] = requests.sent.slice(sent);
    expect(first?.path).toMatch(/access_tokens$/);
    expect(waits.toSorted()).toEqual(waits.map(() => expect.any(Number)));
    expect(requests.sent.length - sent).toBeLessThanOrEqual(2);
  });
});

describe("case 15: a temporary refusal", () => {
  test("a temporarily unavailable diff is retried, and no other job is delayed", async () => {
    const world = createWorld();
    const input = await world.dispatched();
    await acknowledgeJob(input, world.instance());
    github.fail({ path: "/pulls/7/files", refusal: "diffNotAvailable" });
    const freeze = () => freezeContext(input, world.instance());
    await expect(freeze()).rejects.toMatchObject({ name: "RetryableError", code: "github_not_ready" });
    expect(await freeze()).toMatchObject({ next: "run" });
    expect(world.parts.metrics.counted).toEqual([]);
  });

  test("an unknown refusal is retried before the job fails", async () => {
    const world = createWorld();
    const input = await world.waiting();
    github.fail({ path: "/graphql$", refusal: "unknown403" });
    const acknowledge = () => acknowledgeJob(input, world.instance());
    await expect(acknowledge()).rejects.toMatchObject({ name: "UnclearError", code: "github_refused" });
    expect(await acknowledge()).toEqual({ next: "run" });
  });
});

async function jobOf({ ports }: ReturnType<typeof createWorld>, jobId: string) {
  return (await ports.jobs.read(jobId)) ?? fail();
}

function fail(): never {
  throw new Error("It is missing");
}
