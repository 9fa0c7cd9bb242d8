import { randomUUID } from "node:crypto";
import { isRecord } from "../../../core/json-value.ts";
import type { Pool } from "../lambda/pool.ts";
import type { Template } from "../template/template.ts";
import { parseRate } from "./rate.ts";

export interface Scheduler {
  /** Nothing is invoked any more; resolves when what was invoked has ended, which the end of its pool brings about. */
  stop(): Promise<void>;
}

export interface ScheduleOptions {
  /** The resources of type `AWS::Scheduler::Schedule`. */
  schedules: ReturnType<Template["ofType"]>;
  pools: Pool[];
  region: string;
  log(line: string): void;
}

/** Longer, and a timer would fire at once. */
const longestTimerMs = 2 ** 31 - 1;

/**
 * EventBridge Scheduler for the template's schedules of functions. The first invocation comes after one period, and
 * each comes in its time, whether or not the one before has ended.
 */
export function runSchedules({ schedules, pools, region, log }: ScheduleOptions): Scheduler {
  const timers: NodeJS.Timeout[] = [];
  const running = new Set<Promise<void>>();
  let stopped = false;

  async function invoke(pool: Pool, event: string): Promise<void> {
    try {
      await pool.invoke(event);
    } catch (error) {
      if (!stopped) log(`${pool.functionName}: not invoked by its schedule: ${String(error)}`);
    }
  }

  for (const { logicalId, properties } of schedules) {
    const target = isRecord(properties.Target) ? properties.Target : {};
    const pool = pools.find(({ functionArn }) => functionArn === target.Arn);
    const period = parseRate(String(properties.ScheduleExpression));
    if (properties.State === "DISABLED") continue;
    if (!pool || period === null || period > longestTimerMs) {
      log(`${logicalId} does not run on the laptop: it knows rates, of functions, up to 24 days`);
      continue;
    }
    const timer = setInterval(() => {
      const event = typeof target.Input === "string" ? target.Input : scheduledEvent(logicalId, region);
      const invocation = invoke(pool, event).finally(() => running.delete(invocation));
      running.add(invocation);
    }, period);
    // A schedule keeps nobody waiting for it.
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

/** What EventBridge Scheduler hands over when a schedule says nothing of its own. */
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
