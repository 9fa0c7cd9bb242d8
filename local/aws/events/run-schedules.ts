import { randomUUID } from "node:crypto";
import { isRecord } from "../../../core/json-value.ts";
import { parseRate } from "../../../scripts/template/parse-rate.ts";
import type { Pool } from "../lambda/pool.ts";
import type { Template } from "../template/template.ts";

export interface Scheduler {
  /** Ends the schedules; resolves when the running invocations have ended. Stopping their pools ends them. */
  stop(): Promise<void>;
}

export interface ScheduleOptions {
  /** The resources of type `AWS::Scheduler::Schedule`. */
  schedules: ReturnType<Template["ofType"]>;
  pools: Pool[];
  region: string;
  log(line: string): void;
}

/** With a longer delay, Node.js fires a timer immediately. */
const longestTimerMs = 2 ** 31 - 1;

/**
 * Runs the template's schedules of functions as EventBridge Scheduler does: the first invocation comes after one period, and
 * no invocation waits for the previous one.
 */
export function runSchedules({ schedules, pools, region, log }: ScheduleOptions): Scheduler {
  const timers: NodeJS.Timeout[] = [];
  const running = new Set<Promise<void>>();
  let stopped = false;

  async function invoke(pool: Pool, event: string): Promise<void> {
    try {
      await pool.invoke(event);
    } catch (error) {
      if (!stopped) log(`${pool.functionName}: its schedule could not invoke it: ${String(error)}`);
    }
  }

  for (const { logicalId, properties } of schedules) {
    const target = isRecord(properties.Target) ? properties.Target : {};
    const pool = pools.find(({ functionArn }) => functionArn === target.Arn);
    const period = parseRate(String(properties.ScheduleExpression));
    if (properties.State === "DISABLED") continue;
    if (!pool || period === null || period > longestTimerMs) {
      log(
        `${logicalId} does not run on the laptop, which supports only rates up to 24 days that invoke functions`,
      );
      continue;
    }
    const timer = setInterval(() => {
      const event = typeof target.Input === "string" ? target.Input : scheduledEvent(logicalId, region);
      const invocation = invoke(pool, event).finally(() => running.delete(invocation));
      running.add(invocation);
    }, period);
    // A waiting schedule does not keep the process alive.
    timers.push(timer.unref());
  }

  return {
    async stop() {
      stopped = true;
      for (const timer of timers) clearInterval(timer);
      await Promise.all(running);
    },
  };
}

/** Returns the event that EventBridge Scheduler sends for a schedule without an `Input`. */
function scheduledEvent(name: string, region: string): string {
  return JSON.stringify({
    version: "0",
    id: randomUUID(),
    "detail-type": "Scheduled Event",
    source: "aws.scheduler",
    account: "000000000000",
    time: new Date().toISOString().replace(/\.\d+Z$/, "Z"),
    region,
    resources: [`arn:aws:scheduler:${region}:000000000000:schedule/default/${name}`],
    detail: "{}",
  });
}
