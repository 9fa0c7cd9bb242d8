import { afterEach, beforeEach, expect, jest, test } from "@jest/globals";
import type { Context } from "aws-lambda";
import { createModelCircuits } from "../../adapters/models/circuits.ts";
import { toModelError } from "../../adapters/models/errors.ts";
import { modelPolicy } from "../../core/circuit/circuit-policy.ts";
import type { EmployeeResult } from "../../core/employees/runner.ts";
import { createHandler as acknowledge } from "../../functions/acknowledge-job/handler.ts";
import { createHandler as compensate } from "../../functions/compensate-job/handler.ts";
import { createHandler as dispatch } from "../../functions/dispatch-event/handler.ts";
import { createHandler as freeze } from "../../functions/freeze-context/handler.ts";
import { createHandler as publishFailure } from "../../functions/publish-failure/handler.ts";
import { createHandler as publishResult } from "../../functions/publish-result/handler.ts";
import { createHandler as run } from "../../functions/run-employee/handler.ts";
import { createHandler as sweeper } from "../../functions/sweep-deliveries/handler.ts";
import { circuitStates, createCircuitParts } from "../fakes/circuits.ts";
import { createDispatcherPorts } from "../fakes/dispatcher.ts";
import { createInterpretedWorkflow, fakeTime, passTime } from "../fakes/interpreted-workflow.ts";
import { createFakeJobIndex } from "../fakes/job-index.ts";
import { createFakeJobStore } from "../fakes/job-store.ts";
import { createFakeLog } from "../fakes/log.ts";
import { createFakePullRequestWriter } from "../fakes/pull-request-writer.ts";
import { aBatch } from "../fakes/records/batch.ts";
import { anEnvelopeOf } from "../fakes/records/envelope.ts";
import { fakeRunners } from "../fakes/runners.ts";
import { createSweeperPorts } from "../fakes/sweeper.ts";

const minutes = 60;
const hours = 60 * minutes;
const jobs = 12;

beforeEach(() => {
  jest.useFakeTimers(fakeTime);
});

afterEach(() => {
  jest.useRealTimers();
});

const after = (seconds: number) => new Promise((resolve) => setTimeout(resolve, seconds * 1_000));

/**
 * A provider with a switch: while it is down, an error takes one second; otherwise an answer takes twenty.
 */
function createProvider() {
  const asked: { at: number; alone: boolean }[] = [];
  let running = 0;
  const provider = {
    asked,
    down: true,
    async ask(): Promise<EmployeeResult> {
      running += 1;
      asked.push({ at: Date.now(), alone: running === 1 });
      try {
        await after(provider.down ? 1 : 20);
        if (provider.down) throw Object.assign(new Error("Overloaded"), { statusCode: 529 });
        return { outcome: "answered", markdown: "All good.", usage: null };
      } finally {
        running -= 1;
      }
    },
  };
  return provider;
}

/** The functions, the workflow and the queue, with one store for the circuits. */
function createWorld() {
  const provider = createProvider();
  const parts = createCircuitParts(Date.now);
  const log = createFakeLog();
  const ports = {
    ...createDispatcherPorts(),
    ...{ clock: Date.now, jobs: createFakeJobStore(Date.now), writer: createFakePullRequestWriter(), log },
  };
  const { roster: _, ...deps } = ports;

  function runEmployee() {
    const circuits = createModelCircuits(parts, "dev");
    const name = { provider: "anthropic", id: "any" } as const;
    return run({
      ...deps,
      runners: fakeRunners({
        model: (_task, signal) =>
          circuits.run("anthropic", () =>
            provider.ask().catch((error: unknown) => Promise.reject(toModelError(error, name, signal))),
          ),
      }),
    });
  }

  const workflow = createInterpretedWorkflow({
    AcknowledgeJob: () => acknowledge(deps),
    FreezeContext: () => freeze({ ...deps, admit: createModelCircuits(parts, "dev").admit }),
    RunEmployee: runEmployee,
    PublishResult: () => publishResult(deps),
    CompensateJob: () => compensate(deps),
    PublishFailure: () => publishFailure(deps),
  });
  const delayed: string[] = [];
  const delayMessage = async (receipt: string) => void delayed.push(receipt);
  const dispatcher = dispatch({ ...ports, workflow, delayMessage });

  /** A command on a pull request of its own: the jobs of one lane would run one after the other. */
  async function comment(n: number): Promise<void> {
    const own = { delivery_id: `d-${n}`, comment_id: n, pr_number: n + 1 };
    const envelope = anEnvelopeOf("/security", own);
    const context = { getRemainingTimeInMillis: () => 30_000 } as Context;
    expect(await dispatcher(aBatch([JSON.stringify(envelope)]), context)).toEqual({ batchItemFailures: [] });
  }

  return { provider, parts, ports, workflow, delayed, comment };
}

/** The sweeper; everything else is idle. */
function createSweeper({ ports, parts }: Pick<ReturnType<typeof createWorld>, "ports" | "parts">) {
  const { jobs, writer, clock } = ports;
  const { outage } = createModelCircuits(parts, "dev");
  const deps = { ...createSweeperPorts(), ...{ jobs, writer, clock, outage, hooks: [] } };
  const sweep = sweeper({ ...deps, index: createFakeJobIndex(jobs) });
  return () => sweep({}, { getRemainingTimeInMillis: () => 50_000 } as Context);
}

test("case 14: a model provider is down for two hours: its circuit opens, one job probes for all, every job is answered", async () => {
  const { provider, parts, ports, workflow, delayed, comment } = createWorld();
  const statuses = () => [...workflow.executions.values()].map(({ status }) => status);
  const statusTexts = () => circuitStates(parts.log);

  // Eight at once, then one more each half hour.
  for (let n = 0; n < 8; n += 1) await comment(n);
  for (let n = 8; n < jobs; n += 1) {
    await passTime(30 * minutes);
    await comment(n);
  }
  const inTheOutage = [...provider.asked];
  expect(statuses()).toEqual(Array.from({ length: jobs }, () => "RUNNING"));
  expect(statusTexts().at(0)).toBe("open");
  expect(statusTexts()).not.toContain("closed");

  provider.down = false;
  // The longest opening, the workflow's longest delay, and the time of two answers.
  await passTime(15 * minutes);

  expect(statuses()).toEqual(Array.from({ length: jobs }, () => "SUCCEEDED"));
  expect(ports.jobs.all().map(({ outcome, attempt }) => [outcome, attempt])).toEqual(
    Array.from({ length: jobs }, () => ["answered", 1]),
  );
  expect(ports.writer.bodies()).toHaveLength(jobs);
  expect(statusTexts().at(-1)).toBe("closed");
  expect(statusTexts().filter((state) => state === "closed")).toHaveLength(1);

  // A few minutes until enough calls had failed; from then on one call at a time, rarely.
  const [opened = 0] = parts.log.lines
    .filter(({ message }) => message === "circuit open")
    .map(({ fields }) => Date.parse(String(fields.until)) - 30_000);
  // An instance may take the circuit for closed that long.
  const tries = inTheOutage.filter(({ at }) => at > opened + modelPolicy.closedReadMs);
  expect(inTheOutage.length - tries.length).toBeLessThanOrEqual(8 * 4);
  expect(tries.every(({ alone }) => alone)).toBe(true);
  expect(tries.length).toBeGreaterThan(5);
  expect(tries.length).toBeLessThanOrEqual((2 * hours) / (5 * minutes) + 5);

  // No message went back to the queue.
  expect([delayed, ports.postponed, ports.deadLetters]).toEqual([[], [], []]);
});

test("case 14: the pull request shows what the job waits for, since when and until when; the answer replaces it", async () => {
  const { provider, parts, ports, comment } = createWorld();
  const sweep = createSweeper({ ports, parts });
  for (let n = 0; n < 4; n += 1) await comment(n);
  await passTime(3 * minutes);
  const down = Date.now();
  for (let minute = 0; minute < 60; minute += 1) {
    await sweep();
    await passTime(minutes);
  }
  const statusTexts = ports.writer.bodies();
  expect(statusTexts).toEqual(
    Array.from({ length: 4 }, () => expect.stringMatching(/is waiting to work on\s`\/security`/)),
  );
  const [, since = "", until = ""] = /since (.+? UTC).*by about (.+? UTC)/.exec(statusTexts[0] ?? "") ?? [];
  expect(down - Date.parse(since)).toBeLessThan(4 * minutes * 1_000);
  expect(Date.parse(until) - Date.parse(since)).toBe(4 * hours * 1_000);
  // Each wait is posted once, however long it takes.
  expect(ports.writer.calls.filter((call) => call === "updateComment")).toHaveLength(4);

  provider.down = false;
  await passTime(15 * minutes);

  expect(ports.writer.bodies()).toEqual(
    Array.from({ length: 4 }, () => expect.stringContaining("All good.")),
  );
});

test("case 14: a waiting job records only the wait: no failure, no start, and far less history than allowed", async () => {
  const { ports, workflow, comment, parts } = createWorld();
  for (let n = 0; n < 4; n += 1) await comment(n);
  await passTime(2 * hours);

  for (const { version, state } of ports.jobs.all()) {
    // Attempts that called the provider: before the circuit opened, and when this job was the probe.
    expect([state, version < 30]).toEqual([expect.stringMatching(/^(DISPATCHED|WORKER_RUNNING)$/), true]);
  }
  const failed = ports.log.lines.filter(({ message }) => message === "step failed");
  expect(failed.length).toBeLessThanOrEqual(4 * 4);
  expect(parts.log.lines.filter(({ level }) => level === "error")).toEqual([]);
  for (const { history } of workflow.executions.values()) {
    expect(history.events().length).toBeLessThan(1_000);
  }
  for (const execution of workflow.executions.values()) execution.stop();
});
