import middy from "@middy/core";
import { roster } from "../../core/generated/roster.ts";
import { jobStoreWithMetrics } from "../../core/jobs/job-store-with-metrics.ts";
import type { Repair, ReportRepair } from "../../core/repair/report-repair.ts";
import { describeError } from "../../middleware/describe-error.ts";
import { beginLog, type InvocationLog } from "../../middleware/log.ts";
import { taskErrors } from "../../middleware/task-errors.ts";
import { type SweepPorts, sweepDeliveries } from "./sweep-deliveries.ts";

interface SweepDeliveriesDeps extends Omit<SweepPorts, "log" | "repaired" | "roster" | "timeLeft"> {
  log: InvocationLog;
}

interface SweepReport {
  repaired: Partial<Record<Repair, number>>;
  /** Parts that did not finish; the next run tries again. */
  failed: string[];
}

/** A call that started in time may take this long. */
const reserveMs = 12_000;

/**
 * Creates the handler. Failed parts are a result and not a failed run, because another run follows in a minute. Only a
 * run that times out or crashes is a failed invocation.
 */
export function createHandler(deps: SweepDeliveriesDeps) {
  const { log, metrics } = deps;
  const jobs = jobStoreWithMetrics(deps.jobs, deps);
  return middy<unknown, SweepReport>({ requestStart: beginLog(deps), timeoutEarlyInMillis: 1_000 })
    .use(taskErrors({ log }))
    .handler(async (_event, context) => {
      const counts: SweepReport["repaired"] = {};
      const repaired: ReportRepair = (what, ids) => {
        counts[what] = (counts[what] ?? 0) + 1;
        metrics.count("Repaired", what);
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
