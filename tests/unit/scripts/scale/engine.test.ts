import { expect, test } from "@jest/globals";
import {
  createBucket,
  createPool,
  createSimulation,
  type Process,
  type Wait,
} from "../../../../scripts/scale/engine.ts";

/** Runs processes that begin together; returns when each got what it waited for, in seconds. */
function timesOf(waits: Wait[], simulation = createSimulation()): number[] {
  const times: number[] = [];
  function* process(wait: Wait): Process {
    yield wait;
    times.push(simulation.now());
    if (!("pool" in wait)) return;
    yield { until: simulation.now() + 10 };
    simulation.release(wait.pool);
  }
  for (const wait of waits) simulation.start(process(wait), 0);
  simulation.run();
  return times;
}

test("a pool serves as many processes at a time as it has places, in the order of their arrival", () => {
  const pool = createPool("two places", 2);

  expect(timesOf(Array.from({ length: 5 }, () => ({ pool })))).toEqual([0, 0, 10, 10, 20]);
  expect(pool.seen).toEqual({ longestQueue: 3, firstWait: 0 });
});

test("a pool that grows admits waiting processes when it is asked to", () => {
  const simulation = createSimulation();
  const pool = createPool("grows", (at) => (at < 3 ? 1 : 2));
  function* ask(): Process {
    yield { until: 4 };
    simulation.admit(pool);
  }
  simulation.start(ask(), 0);

  expect(timesOf([{ pool }, { pool }], simulation)).toEqual([0, 4]);
});

test("a bucket serves its tokens at once, then as fast as it refills", () => {
  const bucket = createBucket("tokens", 2, 0.5);

  expect(timesOf(Array.from({ length: 4 }, () => ({ bucket, tokens: 1 })))).toEqual([0, 0, 2, 4]);
});

test("no process takes tokens in front of those who wait", () => {
  const simulation = createSimulation();
  const bucket = createBucket("tokens", 4, 1);
  const taken: boolean[] = [];
  function* late(): Process {
    yield { until: 1 };
    taken.push(simulation.tryTake(bucket, 1));
    yield { until: 5 };
    taken.push(simulation.tryTake(bucket, 1));
  }
  simulation.start(late(), 0);

  expect(
    timesOf(
      [
        { bucket, tokens: 3 },
        { bucket, tokens: 4 },
      ],
      simulation,
    ),
  ).toEqual([0, 3]);
  expect(taken).toEqual([false, true]);
});

test("a process that waits for a time continues then", () => {
  expect(timesOf([{ until: 7 }, { until: 3 }])).toEqual([3, 7]);
});
