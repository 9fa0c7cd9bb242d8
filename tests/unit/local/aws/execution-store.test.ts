import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "@jest/globals";
import type { Execution } from "../../../../local/aws/states/execution.ts";
import { createExecutionStore } from "../../../../local/aws/states/execution-store.ts";
import { createHistory } from "../../../../local/aws/states/history.ts";

function execution(arn: string, finished: Promise<void>): Execution {
  const fixed = { name: arn, stateMachineArn: "arn:machine", input: "{}", startedAt: 0 };
  return { arn, ...fixed, history: createHistory(), status: "RUNNING", stop: () => {}, finished };
}

test("keeps all running executions and the latest finished ones", async () => {
  const store = createExecutionStore({ max: 2 });
  const running = execution("running", new Promise(() => {}));
  store.add(running);
  const finished = ["a", "b", "c"].map((arn) => execution(arn, Promise.resolve()));
  for (const item of finished) store.add(item);
  await Promise.all(finished.map((item) => item.finished));
  expect(store.list().map(({ arn }) => arn)).toEqual(["c", "b", "running"]);
  expect(store.find("a")).toBeUndefined();
});

describe("with a directory", () => {
  const directory = mkdtempSync(join(tmpdir(), "executions-"));
  afterAll(() => rmSync(directory, { recursive: true }));

  test("a finished execution is in a file until newer ones replace it", async () => {
    const store = createExecutionStore({ max: 1, directory });
    const ended = execution("a", Promise.resolve());
    ended.history.add({
      type: "ExecutionSucceeded",
      timestamp: 1_000,
      detailsName: "executionSucceededEventDetails",
      details: { output: { answer: 42 } },
    });
    Object.assign(ended, { status: "SUCCEEDED", stoppedAt: 5, output: '{"answer":42}' });
    const events = ended.history.events();
    store.add(ended);
    await ended.finished;

    const found = store.find("a");
    expect(found).not.toBe(ended);
    expect(found).toMatchObject({
      arn: "a",
      status: "SUCCEEDED",
      stoppedAt: 5,
      input: "{}",
      output: '{"answer":42}',
    });
    expect(found?.history.events()).toEqual(events);
    expect(store.list()).toEqual([
      {
        arn: "a",
        name: "a",
        stateMachineArn: "arn:machine",
        status: "SUCCEEDED",
        startedAt: 0,
        stoppedAt: 5,
      },
    ]);
    expect(readdirSync(directory)).toHaveLength(1);

    const next = execution("b", Promise.resolve());
    store.add(next);
    await next.finished;
    expect(store.find("a")).toBeUndefined();
    expect(readdirSync(directory)).toHaveLength(1);
    await store.stopAll();
  });
});
