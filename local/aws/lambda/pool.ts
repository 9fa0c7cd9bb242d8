import { randomBytes, randomUUID } from "node:crypto";
import { AwsError } from "../server/aws-error.ts";
import { type Caller, createConcurrencyLimit } from "./concurrency-limit.ts";
import type { FunctionLog } from "./function-log.ts";
import { type Instance, startInstance } from "./instance.ts";
import type { LaptopFunction } from "./laptop-function.ts";
import { describeFailure, type Outcome } from "./outcome.ts";

const defaultInstances = 4;
const idleMilliseconds = 60_000;

export interface Pool {
  readonly functionName: string;
  readonly functionArn: string;
  /** Maximum number of concurrent invocations. */
  readonly maximum: number;
  /**
   * Runs the function on an idle instance, a new one, or the first one that becomes free in time. Throws
   * TooManyRequestsException if none does, as Lambda throttles.
   */
  invoke(event: string, caller?: Caller): Promise<Outcome>;
  instances(): { pid: number; busy: boolean }[];
  /** Instances that were started until now take no more work. */
  renew(): void;
  stop(): Promise<void>;
}

export interface PoolOptions {
  definition: LaptopFunction;
  functionArn: string;
  environment: Record<string, string>;
  output: FunctionLog;
  log(line: string): void;
}

/** The execution environments of one function: reused while warm, ended when idle, never shared. */
export function createPool({ definition, functionArn, environment, output, log }: PoolOptions): Pool {
  const maximum = definition.reservedConcurrency ?? defaultInstances;
  const limit = createConcurrencyLimit(maximum);
  const all = new Set<Instance>();
  const idle = new Map<Instance, NodeJS.Timeout>();
  let current = new WeakSet<Instance>();
  let stopped = false;

  function takeInstance(): Instance {
    const warm = [...idle.keys()].findLast((instance) => instance.alive);
    if (warm) {
      clearTimeout(idle.get(warm));
      idle.delete(warm);
      return warm;
    }
    const instance = startInstance(definition, environment, output.write);
    all.add(instance);
    current.add(instance);
    void instance.whenExited.then(() => {
      all.delete(instance);
      clearTimeout(idle.get(instance));
      idle.delete(instance);
    });
    return instance;
  }

  function giveBack(instance: Instance): void {
    if (stopped || !instance.alive) return;
    if (!current.has(instance)) {
      instance.kill();
      return;
    }
    const timer = setTimeout(() => instance.kill(), idleMilliseconds);
    timer.unref();
    idle.set(instance, timer);
  }

  async function invoke(event: string, caller: Caller = {}): Promise<Outcome> {
    await limit.enter(caller);
    if (stopped) throw new AwsError("ServiceException", "The laptop runtime is stopping", 500);
    const instance = takeInstance();
    const requestId = randomUUID();
    const started = performance.now();
    output.write(`START RequestId: ${requestId} Version: $LATEST\n`);
    try {
      const traceId = `Root=1-${Math.floor(Date.now() / 1000).toString(16)}-${randomBytes(12).toString("hex")}`;
      const outcome = await instance.invoke({ requestId, event, functionArn, traceId });
      report(outcome, performance.now() - started);
      return outcome;
    } finally {
      giveBack(instance);
      limit.leave();
    }
  }

  function report({ requestId, payload, failed }: Outcome, milliseconds: number): void {
    if (failed && !stopped) log(`${definition.name}: ${describeFailure(payload)}`);
    const status = failed ? "\tStatus: error" : "";
    output.write(`REPORT RequestId: ${requestId}\tDuration: ${milliseconds.toFixed(2)} ms${status}\n`);
  }

  return {
    functionName: definition.name,
    functionArn,
    maximum,
    invoke,
    instances: () =>
      [...all].flatMap((instance) =>
        instance.pid === undefined ? [] : [{ pid: instance.pid, busy: !idle.has(instance) }],
      ),
    renew() {
      current = new WeakSet();
      for (const instance of idle.keys()) instance.kill();
    },
    async stop() {
      stopped = true;
      limit.open();
      for (const instance of all) instance.kill();
      await Promise.all([...all].map(({ whenExited }) => whenExited));
      await output.close();
    },
  };
}
