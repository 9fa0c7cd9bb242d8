import { afterAll, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import { documentClient } from "../../adapters/dynamodb/document-client.ts";
import { createIntentTable } from "../../adapters/dynamodb/intent-table.ts";
import { createJobTable } from "../../adapters/dynamodb/job-table.ts";
import type { IntentStore } from "../../core/deliveries/intent-store.ts";
import type { Runner } from "../../core/employees/runner.ts";
import { ensureExecution } from "../../core/jobs/ensure-execution.ts";
import type { JobStore } from "../../core/jobs/job-store.ts";
import { type EmbeddedAws, startEmbeddedAws } from "../fakes/embedded-aws.ts";
import { createStepTimeouts, type StepTimeouts } from "../fakes/step-timeouts.ts";
import { startTestService, type TestPullRequest, type TestService } from "../fakes/test-service.ts";

let embedded: EmbeddedAws;
let jobs: JobStore;
let service: TestService;
let pull: TestPullRequest;
let number = 1200;
/** Milliseconds that the clock of the tables is ahead. */
let ahead = 0;
/** Blocks the next call of this method until the test releases it. */
let stall: Stall | null = null;
let timeouts: StepTimeouts;
/** The employee's answers, one for each run. */
let answersInOrder: (() => Promise<string>)[] = [];

const leaseMs = 60_000;

interface Stall {
  /** The method's name; for a transition, the target state too. */
  call: string;
  /** Resolves when the call arrives. */
  reached: Promise<void>;
  markReached(): void;
  released: Promise<void>;
  release(): void;
}

function createStall(call: string): Stall {
  const reached = Promise.withResolvers<void>();
  const released = Promise.withResolvers<void>();
  return {
    call,
    reached: reached.promise,
    markReached: reached.resolve,
    released: released.promise,
    release: released.resolve,
  };
}

/** The same store; the blocked call waits before it reaches the table. */
function stalling<Store extends object>(store: Store): Store {
  return new Proxy(store, {
    get(target, name, receiver) {
      const method: unknown = Reflect.get(target, name, receiver);
      if (typeof method !== "function") return method;
      return async (...args: unknown[]) => {
        if (stall?.call === name || stall?.call === `${String(name)} to ${args[1]}`) {
          const { markReached, released } = stall;
          stall = null;
          markReached();
          await released;
        }
        return method.apply(target, args);
      };
    },
  });
}

beforeAll(async () => {
  timeouts = createStepTimeouts();
  embedded = await startEmbeddedAws({});
  const clock = () => Date.now() + ahead;
  jobs = stalling(createJobTable(embedded.ref("JobTable"), documentClient(), clock));
  const intents: IntentStore = stalling(
    createIntentTable(embedded.ref("IdempotencyTable"), documentClient(), clock),
  );
  const model: Runner = async () => {
    const say = answersInOrder.shift();
    return { outcome: "answered", markdown: say ? await say() : "All good.", usage: null };
  };
  service = await startTestService({ stores: { jobs, intents }, model, steps: (own) => timeouts.steps(own) });
});

beforeEach(() => {
  number += 1;
  pull = service.pull(number);
  stall = null;
  answersInOrder = [];
  timeouts.timedOut.length = 0;
});

afterAll(async () => {
  await service.stop();
  await embedded.stop();
});

const answers = () => pull.answers().map(({ body }) => body);

describe("case 12: a dispatcher stalls, another takes over its intent after the lease, then the first resumes", () => {
  test.each(["create", "transition", "dispatched"])("before `%s`: it changes nothing more", async (call) => {
    await pull.comment("octavia", "/security");
    const [envelope] = service.queue.sent;
    if (!envelope) throw new Error("Nothing was accepted");
    stall = createStall(call);
    const { reached, release } = stall;
    const old = service.dispatch();
    await reached;

    // The same request in another delivery, as after a replay: it has another owner.
    const second = { ...envelope, delivery_id: `${envelope.delivery_id}-again` };
    service.queue.sent.push(second);
    const { batchItemFailures: busy } = await service.dispatch();
    expect(busy).toHaveLength(1);
    ahead += leaseMs + 1_000;
    service.queue.sent.push(second);
    await service.settle();
    const finished = await pull.job();
    release();
    const { batchItemFailures } = await old;

    expect(batchItemFailures).toHaveLength(1);
    expect(service.log.text()).toMatch(/intent_lost|job_taken_over/);
    expect(await pull.job()).toEqual(finished);
    expect(finished).toMatchObject({ state: "NOTIFIED", attempt: 1 });
    // Its message is received again and is then a duplicate.
    service.queue.sent.push(envelope);
    await service.settle();
    expect(await pull.job()).toEqual(finished);
    expect(answers()).toEqual([expect.stringContaining("All good.")]);
  });
});

describe("case 12: a workflow step times out and is repeated, then the first run resumes", () => {
  /**
   * The platform gives the first run up, but it continues; the second run finishes when `second` resolves.
   */
  async function runTwice(first: Promise<string>, second: () => Promise<string>): Promise<void> {
    answersInOrder = [() => first, second];
    timeouts.next("RunEmployee");
    await pull.comment("octavia", "/security");
    await service.settle();
  }

  test("an employee that resumes after the end: its late result is neither recorded nor published", async () => {
    const old = Promise.withResolvers<string>();
    await runTwice(old.promise, async () => "The second run's words.");
    const finished = await pull.job();
    old.resolve("Words of the one that was given up.");

    expect(await Promise.all(timeouts.timedOut)).toEqual(["done"]);
    expect(await pull.job()).toEqual(finished);
    expect(finished).toMatchObject({ state: "NOTIFIED", attempt: 1, outcome: "answered" });
    expect(answers()).toEqual([expect.stringContaining("The second run's words.")]);
  });

  test("an employee that resumes while the second run works on the same task: the first result is kept", async () => {
    const old = Promise.withResolvers<string>();
    await runTwice(old.promise, async () => {
      old.resolve("The first run's words.");
      await Promise.all(timeouts.timedOut);
      return "The second run's words.";
    });

    expect(await pull.job()).toMatchObject({ state: "NOTIFIED", attempt: 1, outcome: "answered" });
    expect(answers()).toEqual([expect.stringContaining("The first run's words.")]);
  });

  test("an employee of an earlier attempt writes to a key that is never read", async () => {
    const old = Promise.withResolvers<string>();
    answersInOrder = [() => old.promise, async () => "The second attempt's words."];
    // This error ends the execution.
    timeouts.next("RunEmployee", "FencedError");
    await pull.comment("octavia", "/security");
    await service.settle();
    expect(await ensureExecution(await pull.job(), "test", { jobs, workflow: service.workflow })).toBe(
      "restarted",
    );
    await service.settle();
    const finished = await pull.job();
    old.resolve("Words of the attempt that is over.");

    expect(await Promise.all(timeouts.timedOut)).toEqual(["done"]);
    expect(await pull.job()).toEqual(finished);
    expect(finished).toMatchObject({ state: "NOTIFIED", attempt: 2, outcome: "answered" });
    expect(answers()).toEqual([expect.stringContaining("The second attempt's words.")]);
  });

  test("publishing: its transition is refused, and there is one answer", async () => {
    timeouts.next("PublishResult");
    await pull.comment("octavia", "/security");
    // It has already written to GitHub; it cannot end the job a second time.
    stall = createStall("transition to NOTIFIED");
    const { release } = stall;

    await service.settle();
    const finished = await pull.job();
    release();

    expect(await Promise.all(timeouts.timedOut)).toEqual(["FencedError"]);
    expect(await pull.job()).toEqual(finished);
    expect(finished).toMatchObject({ state: "NOTIFIED", attempt: 1 });
    expect(answers()).toEqual([expect.stringContaining("All good.")]);
  });
});
