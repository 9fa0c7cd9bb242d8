import { expect, test } from "@jest/globals";
import type { Execution } from "../../../../local/aws/states/execution.ts";
import { createExecutionStore } from "../../../../local/aws/states/execution-store.ts";
import { createHistory } from "../../../../local/aws/states/history.ts";

function execution(arn: string, finished: Promise<void>): Execution {
  const fixed = { name: arn, stateMachineArn: "arn:machine", input: "{}", startedAt: 0 };
  return { arn, ...fixed, history: createHistory(), status: "RUNNING", stop: () => {}, finished };
}

test("keeps all running executions and the latest finished ones", async () => {
  const store = createExecutionStore(2);
  const running = execution("running", new Promise(() => {}));
  store.add(running);
  const finished = ["a", "b", "c"].map((arn) => execution(arn, Promise.resolve()));
  for (const item of finished) store.add(item);
  await Promise.all(finished.map((item) => item.finished));
  expect(store.list().map(({ arn }) => arn)).toEqual(["c", "b", "running"]);
  expect(store.find("a")).toBeUndefined();
});
