import { describe, expect, test } from "@jest/globals";
import { startWorkflow } from "../../../../functions/start-workflow/start-workflow.ts";
import { Crash, type CrashPlan, crashingPorts } from "../../../fakes/crash.ts";
import { prepared } from "./rig.ts";

/** Runs the step with a crash, and then as the workflow retries it, with a new task token. */
async function crashAndRetry(plan: CrashPlan, retries = 1) {
  const rig = await prepared();
  const { ports, calls } = crashingPorts(rig.ports, ["payloads", "callbacks", "runs", "tokens"], plan);
  const first = startWorkflow(rig.input("token-1"), ports);
  await expect(first).rejects.toThrow(Crash);
  for (let n = 0; n < retries; n += 1) await startWorkflow(rig.input("token-2"), rig.ports);
  return { ...rig, calls };
}

const counted = async () => {
  const { ports, input } = await prepared();
  const counting = crashingPorts(ports, ["payloads", "callbacks", "runs", "tokens"], {
    at: 0,
    when: "before",
  });
  await startWorkflow(input("token-1"), counting.ports);
  return counting.calls();
};

const calls = [1, 2, 3, 4, 5, 6];

test("the step makes as many calls as there are crashes below", async () => {
  expect(await counted()).toBe(calls.length);
});

describe.each(["before", "after"] as const)("a crash %s", (when) => {
  test.each(calls)("call %i starts one run, which the callback knows", async (at) => {
    const { ports, callback } = await crashAndRetry({ at, when });
    expect(ports.runs.runs).toHaveLength(1);
    expect(await callback()).toMatchObject({
      ...{ status: "OPEN", task_token: "token-2", run: { id: ports.runs.runs[0]?.id } },
    });
  });

  test.each(calls)("call %i, then a cancel, leaves no run going", async (at) => {
    const { ports, cancel, input } = await prepared();
    const crashing = crashingPorts(ports, ["payloads", "callbacks", "runs", "tokens"], { at, when });
    await expect(startWorkflow(input("token-1"), crashing.ports)).rejects.toThrow(Crash);
    await startWorkflow(cancel, ports);
    expect(ports.runs.runs.filter(({ conclusion }) => conclusion === null)).toEqual([]);
  });
});
