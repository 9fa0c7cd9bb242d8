import { AutomationError, CircuitOpenError } from "../../core/errors.ts";
import type { Metrics } from "../../core/metrics.ts";
import { countStuckJobs, type StuckPorts } from "./count-stuck-jobs.ts";
import { type FinishPorts, finishJobs } from "./finish-jobs.ts";
import { followWorkflowRuns, type WorkflowRunPorts } from "./follow-workflow-runs.ts";
import { type GrantPorts, grantAnswers } from "./grant-answers.ts";
import { withPacedWrites } from "./paced-writes.ts";
import { type ReconcileAnswersPorts, reconcileAnswers, reconcileDoubtful } from "./reconcile-answers.ts";
import { type CheckRunPorts, repairCheckRuns } from "./repair-check-runs.ts";
import { type CancellationPorts, reportCancellations } from "./report-cancellations.ts";
import { reportWaits, type WaitingPorts } from "./report-waits.ts";
import { type RedeliveryPorts, requestRedeliveries } from "./request-redeliveries.ts";
import { type ResendPorts, resendDeliveries } from "./resend-deliveries.ts";
import { type SettlePorts, settleBudgets } from "./settle-budgets.ts";
import { type CallbackPorts, sweepCallbacks } from "./sweep-callbacks.ts";
import { type LanePorts, sweepLanes } from "./sweep-lanes.ts";

export type SweepPorts = ResendPorts &
  RedeliveryPorts &
  FinishPorts &
  ReconcileAnswersPorts &
  CancellationPorts &
  WaitingPorts &
  CallbackPorts &
  CheckRunPorts &
  LanePorts &
  WorkflowRunPorts &
  SettlePorts &
  GrantPorts &
  StuckPorts & { metrics: Metrics };

const parts = {
  deliveries: resendDeliveries,
  redeliveries: requestRedeliveries,
  jobs: finishJobs,
  stuck_jobs: countStuckJobs,
  pacing: grantAnswers,
  answers: reconcileAnswers,
  doubtful_answers: reconcileDoubtful,
  cancellations: reportCancellations,
  waiting: reportWaits,
  callbacks: sweepCallbacks,
  check_runs: repairCheckRuns,
  lanes: sweepLanes,
  workflow_runs: followWorkflowRuns,
  budgets: settleBudgets,
};

/** The parts whose writes correct how jobs ended. The writes of all others are signs. */
const repairs: readonly (keyof typeof parts)[] = ["answers", "doubtful_answers", "cancellations"];

interface UnfinishedPart {
  part: keyof typeof parts;
  /** Nothing failed: the part waits for GitHub or for the App's key. */
  waits: boolean;
  failures: number;
  /** The first failure; a fault, if there is one. */
  error: unknown;
}

/**
 * Repairs what crashes and outages left behind, all parts at the same time. A failing part does not stop the others.
 * Returns the parts that did not finish.
 */
export async function sweepDeliveries(ports: SweepPorts): Promise<UnfinishedPart[]> {
  const names = Object.keys(parts) as (keyof typeof parts)[];
  const swept = await Promise.all(
    names.map(async (part): Promise<UnfinishedPart[]> => {
      const kind = repairs.includes(part) ? "repair" : "sign";
      const failures = await run(parts[part], withPacedWrites(ports, kind));
      if (failures.length === 0) return [];
      const faults = failures.filter((failure) => !isWaiting(failure));
      if (faults.length > 0) ports.metrics.count("SweepFailed", part);
      const [error] = [...faults, ...failures];
      return [{ part, waits: faults.length === 0, failures: failures.length, error }];
    }),
  );
  return swept.flat();
}

/** GitHub is not called while its circuit is open, and a new stack runs before an operator stores the App's key. */
function isWaiting(error: unknown): boolean {
  if (error instanceof CircuitOpenError) return true;
  return error instanceof AutomationError && error.code === "secret_incomplete";
}

async function run(sweep: (ports: SweepPorts) => Promise<unknown[]>, ports: SweepPorts): Promise<unknown[]> {
  try {
    return await sweep(ports);
  } catch (error) {
    return [error];
  }
}
