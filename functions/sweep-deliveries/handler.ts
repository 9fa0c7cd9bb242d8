import middy from "@middy/core";
import { roster } from "../../core/generated/roster.ts";
import { measuredJobs } from "../../core/jobs/measured-jobs.ts";
import type { NoteRepair, Repair } from "../../core/repair/repaired.ts";
import { describeError } from "../../middleware/describe-error.ts";
import { beginLog, type InvocationLog } from "../../middleware/log.ts";
import { taskEdge } from "../../middleware/task-edge.ts";
import { type SweepPorts, sweepDeliveries } from "./sweep-deliveries.ts";

export interface SweepDeliveriesDeps extends Omit<SweepPorts, "log" | "repaired" | "roster" | "timeLeft"> {
  log: InvocationLog;
}

export interface SweepReport {
  repaired: Partial<Record<Repair, number>>;
  /** Parts that could not do all of theirs; the next run tries again. */
  failed: string[];
}

/** A call that was begun in time may take as long as this. */
const reserveMs = 12_000;

/**
 * A sweep whose parts fail is a result and no failed run, since another comes in a minute; only one that is cut off
 * or breaks down ends among the failed invocations.
 */
export function createHandler(deps: SweepDeliveriesDeps) {
  const { log, metrics } = deps;
  const jobs = measuredJobs(deps.jobs, metrics);
  return middy<unknown, SweepReport>({ requestStart: beginLog(deps), timeoutEarlyInMillis: 1_000 })
    .use(taskEdge({ log }))
    .handler(async (_event, context) => {
      const counts: SweepReport["repaired"] = {};
      const repaired: NoteRepair = (what, ids) => {
        counts[what] = (counts[what] ?? 0) + 1;
        metrics.count("Repaired", { what });
        log.info("repaired", { what, ...ids });
      };
      const timeLeft = () => context.getRemainingTimeInMillis() - reserveMs;
      const unfinished = await sweepDeliveries({ ...deps, jobs, repaired, roster, timeLeft });
      for (const { part, waits, failures, error } of unfinished) {
        const fields = { part, failures, ...describeError(error) };
        if (waits) log.info("part waits", fields);
        else log.error("part failed", fields);
      }
      return {
        repaired: counts,
        failed: unfinished.filter(({ waits }) => !waits).map(({ part }) => part),
      };
    });
}
