import { sha256 } from "../../../../adapters/runtime/sha256.ts";
import type { Callback } from "../../../../core/callbacks/callback-store.ts";
import { contextName, resultKey } from "../../../../core/employees/frozen-task.ts";
import type { CallInput } from "../../../../core/employees/run-input.schema.ts";
import type { StartWorkflowPorts } from "../../../../functions/start-workflow/start-workflow.ts";
import { createFakeCallbackStore } from "../../../fakes/callback-store.ts";
import { createTestClock } from "../../../fakes/clock.ts";
import { createFakePayloadStore } from "../../../fakes/payload-store.ts";
import { anEmployee } from "../../../fakes/records/employee.ts";
import { aFrozenTask } from "../../../fakes/records/task.ts";
import { createFakeTaskTokens } from "../../../fakes/task-tokens.ts";
import { createFakeWorkflowRuns } from "../../../fakes/workflow-runs.ts";

const workflow = { repository: "octo-demo/payments", file: "review.yml", ref: "main" };
export const employee = anEmployee({ runner: "github-workflow", workflow, timeout_seconds: 600 });

/** A frozen task of the workflow employee, and fakes of all ports. */
export async function prepared(frozen = aFrozenTask()) {
  const clock = createTestClock();
  const payloads = createFakePayloadStore();
  const ref = await payloads.put(contextName("c".repeat(48)), JSON.stringify(frozen));
  const { job_id } = frozen.task;
  const context = {
    objects: { context: ref, result: resultKey("r".repeat(48)) },
    callback: "k".repeat(48),
    timeout_seconds: 600,
    heartbeat_seconds: 300,
  };
  const key = sha256(context.callback);
  const links: number[] = [];
  const ports = {
    clock,
    sha256,
    payloads,
    roster: [employee],
    callbacks: createFakeCallbackStore(),
    runs: createFakeWorkflowRuns({ clock, files: [workflow] }),
    tokens: createFakeTaskTokens("token-1", "token-2"),
    callbackUrl: "https://hooks.example.com/callbacks/",
    secretPrefix: "service/test/employees/",
    links: {
      linkTo: async (_ref: unknown, seconds: number) => {
        links.push(seconds);
        return "https://bucket.example.com/contexts/a.json?X-Amz-Signature=b";
      },
    },
    pause: async (milliseconds: number) => clock.advance(milliseconds),
    noteIds: () => {},
  } satisfies StartWorkflowPorts;
  const input = (task_token: string): CallInput => ({ job_id, attempt: 1, context, task_token });
  const cancel: CallInput = { job_id, attempt: 1, context, cancel: true };
  const callback = async (): Promise<Callback | null> => ports.callbacks.read(key);
  return { ...{ ports, input, cancel, callback, clock, key, links, payloads, context } };
}
