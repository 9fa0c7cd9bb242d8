import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { readExecution } from "../../../../../operator/stack/jobs/executions.ts";
import { type Executions, startMachines } from "../../../local/aws/executions.ts";

let executions: Executions;

beforeAll(async () => {
  executions = await startMachines();
});

afterAll(() => executions.stop());

test.each([
  ["a call", "Retrying", { throw: "PermanentError", key: "shown" }, "PermanentError"],
  [
    "a call that waits for its token",
    "WaitingForToken",
    { to: "world", throw: "PermanentError", limits: { timeout: 600, heartbeat: 300 } },
    "PermanentError",
  ],
  [
    "a wait",
    "WaitingForToken",
    { to: "world", throw: null, limits: { timeout: 600, heartbeat: 1 } },
    "States.HeartbeatTimeout",
  ],
])("shows which step failed: %s", async (_what, machine, input, error) => {
  const { executionArn } = await executions.run(machine, input);
  const { failed_steps } = await readExecution(executionArn ?? "", executions.client);
  expect(failed_steps).toMatchObject([{ step: "Work", error }]);
});
