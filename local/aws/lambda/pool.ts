import { randomBytes, randomUUID } from "node:crypto";
import { AwsError } from "../server/aws-error.ts";
import { type Caller, createConcurrencyLimit } from "./concurrency-limit.ts";
import type { FunctionLog } from "./function-log.ts";
import { startInstance } from "./instance.ts";
import { createInstanceCache } from "./instance-cache.ts";
import type { LaptopFunction } from "./laptop-function.ts";
import { describeFailure, type Outcome } from "./outcome.ts";

/**
 * Most functions compute or talk to this machine: more instances than its cores need memory and finish no earlier. Those
 * that may run for minutes wait for a model or an employee outside.
 */
const defaultInstances = { quick: 2, patient: 4 };
const patientFromSeconds = 120;

export interface Pool {
  readonly functionName: string;
  readonly functionArn: string;
  /** Maximum number of concurrent invocations. */
  readonly maximum: number;
  /**
   * Runs the function on an idle instance, on a new one, or on the first one that becomes free in time. Otherwise it throws
   * TooManyRequestsException, as Lambda does.
   */
  invoke(event: string, caller?: Caller): Promise<Outcome>;
  instances(): { pid: number; busy: boolean }[];
  /** Ends the current instances when they are idle; the next invocations load the bundle again. */
  reload(): void;
  stop(): Promise<void>;
}

export interface PoolOptions {
  definition: LaptopFunction;
  functionArn: string;
  environment: Record<string, string>;
  output: FunctionLog;
  log(line: string): void;
}

/** Runs the execution environments of one function. Each one runs a single invocation at a time. */
export function createPool({ definition, functionArn, environment, output, log }: PoolOptions): Pool {
  const maximum = definition.reservedConcurrency ?? defaultMaximum(definition);
  const limit = createConcurrencyLimit(maximum);
  const instances = createInstanceCache(() => startInstance(definition, environment, output.write));
  let stopped = false;

  async function invoke(event: string, caller: Caller = {}): Promise<Outcome> {
    await limit.enter(caller);
    if (stopped) throw new AwsError("ServiceException", "The laptop runtime is stopping", 500);
    const instance = instances.take();
    const requestId = randomUUID();
    const started = performance.now();
    output.write(`START RequestId: ${requestId} Version: $LATEST\n`);
    try {
      const outcome = await instance.invoke({ requestId, event, functionArn, traceId: newTraceId() });
      report(outcome, performance.now() - started);
      return outcome;
    } finally {
      instances.giveBack(instance);
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
    instances: instances.list,
    reload: instances.reload,
    async stop() {
      stopped = true;
      limit.open();
      await instances.stop();
      await output.close();
    },
  };
}

function defaultMaximum({ timeoutSeconds }: LaptopFunction): number {
  return timeoutSeconds >= patientFromSeconds ? defaultInstances.patient : defaultInstances.quick;
}

/** Returns the id of a new trace in the format of X-Ray. */
function newTraceId(): string {
  const seconds = Math.floor(Date.now() / 1000);
  return `Root=1-${seconds.toString(16)}-${randomBytes(12).toString("hex")}`;
}
