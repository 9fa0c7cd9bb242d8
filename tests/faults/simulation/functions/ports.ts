import { sha256 } from "../../../../adapters/runtime/sha256.ts";
import type { Runner } from "../../../../core/employees/runner.ts";
import type { Log } from "../../../../middleware/log.ts";
import { createFakeWebhookSecrets } from "../../../fakes/webhook-secrets.ts";
import { webhookSecret } from "../../../fakes/webhooks/signed-event.ts";
import type { GitHub } from "../outside/github.ts";
import type { Provider } from "../outside/provider.ts";
import type { Stores } from "../outside/stores.ts";
import type { Executions } from "../platform/executions.ts";
import type { Instance } from "../platform/instance.ts";
import type { MessageQueue } from "../platform/message-queue.ts";
import { githubPortsOf } from "./github-ports.ts";
import { queuePortsOf } from "./queue-ports.ts";
import { storePortsOf } from "./store-ports.ts";
import type { Witness } from "./witness.ts";
import { wrapPort } from "./wrap-port.ts";

export interface OutsideWorld {
  stores: Stores;
  queue: MessageQueue;
  executions: Executions;
  github: GitHub;
  employee: Runner;
  provider: Provider;
  witness: Witness;
}

const noLog: Log & { begin(): void } = { begin() {}, info() {}, error() {} };
const noMetrics = { count() {}, time() {} };

/** Everything that the functions reach from one instance. */
export function portsOf(instance: Instance, world: OutsideWorld) {
  const { stores, queue, executions, github, employee, witness } = world;
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
    ...storePortsOf(instance, stores, witness),
    ...queuePortsOf(instance, queue),
    ...githubPortsOf(instance, github, witness),
    workflow: {
      ...wrapPort(instance, "workflow", executions, {
        ...{ look: "read", start: "write", stop: "write" },
      }),
      arnOf: executions.arnOf,
    },
    ...wrapPort(instance, "circuit", world.provider, { admit: "ask", outage: "read" }),
    runners: { model: modelOf(instance, employee) },
    pause: instance.pause,
    randomToken: stores.nextToken,
  };
}

/** A provider that says nothing is given up when the employee's time is over. */
function modelOf(instance: Instance, employee: Runner): Runner {
  const { run } = wrapPort(instance, "model", { run: employee }, { run: "work" });
  return (task, signal) =>
    new Promise((resolve, reject) => {
      const stop = () => reject(signal.reason);
      // Node keeps a combined signal for as long as somebody listens.
      const heard = () => signal.removeEventListener("abort", stop);
      signal.addEventListener("abort", stop);
      run(task, signal).then(resolve, reject).finally(heard);
    });
}
