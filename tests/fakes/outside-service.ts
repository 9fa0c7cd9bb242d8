import type { Context } from "aws-lambda";
import { sha256 } from "../../adapters/runtime/sha256.ts";
import type { CallbackStore } from "../../core/callbacks/callback-store.ts";
import type { PayloadStore } from "../../core/deliveries/payload-store.ts";
import type { EmployeeCaller } from "../../core/employees/employee-caller.ts";
import type { Task } from "../../core/employees/task.schema.ts";
import { roster } from "../../core/generated/roster.ts";
import type { TaskTokens } from "../../core/jobs/task-tokens.ts";
import type { Employee } from "../../core/roster/employee.ts";
import { createHandler as callEmployee } from "../../functions/call-employee/handler.ts";
import { createHandler as receiveCallback } from "../../functions/receive-callback/handler.ts";
import { createHandler as sweeper } from "../../functions/sweep-deliveries/handler.ts";
import { createFakeCallbackStore } from "./callback-store.ts";
import { workOutside } from "./employees/work-outside.ts";
import { createFakeJobIndex } from "./job-index.ts";
import { createFakeJobStore } from "./job-store.ts";
import { createFakeMetrics } from "./metrics.ts";
import { createFakePayloadStore } from "./payload-store.ts";
import { createSweeperPorts } from "./sweeper.ts";
import { startTestService } from "./test-service.ts";
import { createFakeWebhookSecrets } from "./webhook-secrets.ts";
import { employeeSecret, type SignedCallbackOptions, signedCallback } from "./webhooks/signed-callback.ts";

/** What a callback changes. */
export interface CallbackWrites {
  callbacks: CallbackStore;
  payloads: PayloadStore;
  tokens: TaskTokens;
}

type Body = { type: "heartbeat" | "result" } & Record<string, unknown>;

/**
 * The service whose security reviewer works outside: a test is the employee. The callback's function has its own chain and
 * shares the stores and the interpreted workflow.
 */
export async function startOutsideService(change: Partial<Employee> = {}) {
  const employee = workOutside(change);
  const tasks: Task[] = [];
  const cancelled: { job_id: string; attempt: number }[] = [];
  const arrivals: ((task: Task) => void)[] = [];
  const [jobs, payloads, callbacks] = [
    createFakeJobStore(Date.now),
    createFakePayloadStore(),
    createFakeCallbackStore(),
  ];
  const caller: EmployeeCaller = {
    async call(_employee, task) {
      tasks.push(task);
      arrivals.shift()?.(task);
      return "later";
    },
    async cancel(_employee, { job_id, attempt }) {
      cancelled.push({ job_id, attempt });
      return "heard";
    },
  };
  const tokens: TaskTokens = {
    succeed: (token) => service.workflow.tokens.succeed(token),
    fail: (token, error) => service.workflow.tokens.fail(token, error),
    heartbeat: (token) => service.workflow.tokens.heartbeat(token),
  };
  const common = { clock: Date.now, sha256, metrics: createFakeMetrics(), payloads, callbacks, tokens, jobs };
  const service = await startTestService({
    stores: { jobs, payloads },
    roster,
    steps: (own) => ({
      ...own,
      CallEmployee: () =>
        callEmployee({
          ...{
            ...common,
            log: service.log,
            stage: "dev",
            callbackUrl: "https://hooks.example.com/callbacks/",
          },
          createCallers: () => ({ webhook: caller, lambda: caller }),
          links: { linkTo: async ({ key }) => `https://bucket.example.com/${key}` },
          secretIdOf: (employee) => `pr-comment-automation/dev/employees/${employee}`,
        }),
    }),
  });
  const { log } = service;
  const pull = service.pull(7);

  /** Sends a callback of a task's run. `writes` replaces what it changes; the body may overwrite the ids. */
  async function send(
    task: Task,
    body: Body,
    options?: SignedCallbackOptions,
    writes?: Partial<CallbackWrites>,
  ) {
    const { job_id, attempt, callback } = task;
    const id = callback?.url.split("/").at(-1) ?? "";
    const secrets = createFakeWebhookSecrets(employeeSecret);
    const handler = receiveCallback({ ...common, log, origin: "unchecked", secrets, ...writes });
    const event = signedCallback(id, { job_id, attempt, ...body }, options);
    const context = { getRemainingTimeInMillis: () => 8_000 } as Context;
    const answer = (await handler(event as never, context)) as { statusCode: number; body: string };
    return { status: answer.statusCode, body: JSON.parse(answer.body) as Record<string, unknown> };
  }

  return {
    ...{ service, pull, jobs, payloads, callbacks, tokens, tasks, cancelled, send },
    /** Gives the command; resolves to the task that the employee gets. */
    async ask(): Promise<Task> {
      const arrived = new Promise<Task>((resolve) => arrivals.push(resolve));
      await pull.comment("octavia", "/security");
      await service.dispatch();
      return arrived;
    },
    /** Changes the employee for later attempts. */
    change: employee.change,
    /** Resolves to the next task. */
    nextTask: () => new Promise<Task>((resolve) => arrivals.push(resolve)),
    sweep: () =>
      sweeper({
        ...{ ...createSweeperPorts(), ...common, hooks: [], log },
        ...{ workflow: service.workflow, index: createFakeJobIndex(jobs) },
      })({}, { getRemainingTimeInMillis: () => 50_000 } as Context),
    answers: () => pull.answers().map(({ body }) => body),
    async stop(): Promise<void> {
      employee.stop();
      await service.stop();
    },
  };
}
