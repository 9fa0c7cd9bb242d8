import type { Metrics } from "../../core/metrics.ts";
import { countStuckJobs, type StuckPorts } from "./count-stuck-jobs.ts";
import { type FinishPorts, finishJobs } from "./finish-jobs.ts";
import { type RedeliveryPorts, requestRedeliveries } from "./request-redeliveries.ts";
import { type ResendPorts, resendDeliveries } from "./resend-deliveries.ts";
import { type SettleAnswersPorts, settleAnswers, settleDoubtful } from "./settle-answers.ts";
import { type CancellationPorts, tellCancellations } from "./tell-cancellations.ts";
import { tellWaitingJobs, type WaitingPorts } from "./tell-waiting-jobs.ts";
import { isWaiting } from "./waiting.ts";

export type SweepPorts = ResendPorts &
  RedeliveryPorts &
  FinishPorts &
  SettleAnswersPorts &
  CancellationPorts &
  WaitingPorts &
  StuckPorts & { metrics: Metrics };

const parts = {
  deliveries: resendDeliveries,
  redeliveries: requestRedeliveries,
  jobs: finishJobs,
  stuck_jobs: countStuckJobs,
  answers: settleAnswers,
  doubtful_answers: settleDoubtful,
  cancellations: tellCancellations,
  waiting: tellWaitingJobs,
};

export interface UnfinishedPart {
  part: keyof typeof parts;
  /** All that is in its way is no fault, and will pass. */
  waits: boolean;
  failures: number;
  /** The first of them, a fault if there is one. */
  error: unknown;
}

/**
 * Puts right what crashes and outages left behind, all parts at the same time: one that fails stops no other. Answers
 * the parts that could not do all of theirs.
 */
export async function sweepDeliveries(ports: SweepPorts): Promise<UnfinishedPart[]> {
  const names = Object.keys(parts) as (keyof typeof parts)[];
  const swept = await Promise.all(
    names.map(async (part): Promise<UnfinishedPart[]> => {
      const failures = await run(parts[part], ports);
      if (failures.length === 0) return [];
      const faults = failures.filter((failure) => !isWaiting(failure));
      if (faults.length > 0) ports.metrics.count("SweepFailed", { part });
      const [error] = [...faults, ...failures];
      return [{ part, waits: faults.length === 0, failures: failures.length, error }];
    }),
  );
  return swept.flat();
}

async function run(sweep: (ports: SweepPorts) => Promise<unknown[]>, ports: SweepPorts): Promise<unknown[]> {
  try {
    return await sweep(ports);
  } catch (error) {
    return [error];
  }
}
