import { sha256 } from "../../../../adapters/runtime/sha256.ts";
import type { Runner } from "../../../../core/employees/runner.ts";
import { jobStoreWithLanes } from "../../../../core/lanes/job-store-with-lanes.ts";
import type { PaceLimits } from "../../../../core/pacing/pace.ts";
import type { Log } from "../../../../middleware/log.ts";
import { fakeRunners } from "../../../fakes/runners.ts";
import { createFakeWebhookSecrets } from "../../../fakes/webhook-secrets.ts";
import { employeeSecret } from "../../../fakes/webhooks/signed-callback.ts";
import { webhookSecret } from "../../../fakes/webhooks/signed-event.ts";
import { createFakeWorkflowRuns } from "../../../fakes/workflow-runs.ts";
import type { OutsideEmployee } from "../outside/employee.ts";
import type { GitHub } from "../outside/github.ts";
import type { Provider } from "../outside/provider.ts";
import type { Stores } from "../outside/stores.ts";
import type { Executions } from "../platform/executions.ts";
import type { Instance } from "../platform/instance.ts";
import type { MessageQueue } from "../platform/message-queue.ts";
import type { WaitingTasks } from "../platform/waiting-tasks.ts";
import type { EffectLog } from "./effect-log.ts";
import { githubPortsOf } from "./github-ports.ts";
import { queuePortsOf } from "./queue-ports.ts";
import { storePortsOf } from "./store-ports.ts";
import { wrapPort } from "./wrap-port.ts";

export interface OutsideWorld {
  stores: Stores;
  queue: MessageQueue;
  executions: Executions;
  waiting: WaitingTasks;
  github: GitHub;
  employee: Runner;
  outside: OutsideEmployee;
  provider: Provider;
  effectLog: EffectLog;
  paceLimits: PaceLimits;
  isBeforePacing: boolean;
}

const noLog: Log & { begin(): void } = { begin() {}, info() {}, error() {} };
const noMetrics = { count() {}, share() {}, time() {} };

/** The ports of one instance. */
export function portsOf(instance: Instance, world: OutsideWorld) {
  const { stores, queue, executions, waiting, github, employee, effectLog } = world;
  const tokens = wrapPort(instance, "tokens", waiting.tokens, {
    ...{ succeed: "write", fail: "write", heartbeat: "write" },
  });
  const storePorts = storePortsOf(instance, stores, effectLog);
  return {
    clock: instance.clock,
    sha256,
    log: noLog,
    metrics: noMetrics,
    origin: "unchecked" as const,
    secrets: {
      ...wrapPort(instance, "secrets", createFakeWebhookSecrets(webhookSecret), { read: "read" }),
      refresh: async () => null,
    },
    ...storePorts,
    paceLimits: world.paceLimits,
    jobs: jobStoreWithLanes(storePorts.jobs, { lanes: storePorts.lanes, tokens, clock: instance.clock }),
    /** Jobs that end without handing over their lane, for tests of what then happens. */
    jobsWithoutLanes: storePorts.jobs,
    tokens,
    ...queuePortsOf(instance, queue),
    ...githubPortsOf(instance, github, effectLog),
    workflow: {
      ...wrapPort(instance, "workflow", world.isBeforePacing ? startedBefore(executions) : executions, {
        ...{ look: "read", start: "write", stop: "write" },
      }),
      arnOf: executions.arnOf,
    },
    employeeSecrets: {
      ...wrapPort(instance, "employeeSecrets", createFakeWebhookSecrets(employeeSecret), { read: "read" }),
      refresh: async () => null,
    },
    createCallers: () => callersOf(instance, world),
    // No employee of the simulation is a workflow.
    runs: createFakeWorkflowRuns({ clock: instance.clock, files: [] }),
    ...wrapPort(instance, "circuit", world.provider, { admit: "github-read", outage: "read" }),
    runners: fakeRunners({ model: modelOf(instance, employee) }),
    pause: instance.pause,
    randomToken: stores.nextToken,
  };
}

/** Starts executions as the version before pacing did. */
function startedBefore(executions: Executions): Executions {
  return {
    ...executions,
    start: (name, { job_id, attempt }) => executions.start(name, { job_id, attempt }),
  };
}

/** Both runners lead to the same employee. */
function callersOf(instance: Instance, { outside }: OutsideWorld) {
  const caller = wrapPort(instance, "employee", outside.caller, { call: "work", cancel: "work" });
  return { webhook: caller, lambda: caller };
}

/** A provider that does not respond is given up when the employee's time limit ends. */
function modelOf(instance: Instance, employee: Runner): Runner {
  const { run } = wrapPort(instance, "model", { run: employee }, { run: "work" });
  return (task, signal) =>
    new Promise((resolve, reject) => {
      const stop = () => reject(signal.reason);
      // Node keeps a combined signal as long as it has a listener.
      const stopListening = () => signal.removeEventListener("abort", stop);
      signal.addEventListener("abort", stop);
      run(task, signal).then(resolve, reject).finally(stopListening);
    });
}
