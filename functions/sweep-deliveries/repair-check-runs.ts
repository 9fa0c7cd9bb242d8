import { type RepairCheckPorts, repairCheck } from "../../core/checks/repair-check.ts";
import { terminalStates } from "../../core/jobs/job-state.ts";
import { idsOfJob } from "../../core/jobs/log-ids.ts";
import type { ReportRepair } from "../../core/repair/report-repair.ts";
import { type FinishedJobsSweep, type SweepJobsPorts, sweepFinishedJobs } from "./sweep-jobs.ts";

export type CheckRunPorts = RepairCheckPorts & SweepJobsPorts & { repaired: ReportRepair };

const sweep: FinishedJobsSweep = {
  mark: "check-runs",
  states: terminalStates,
  // The step that finished the job writes the check run itself.
  fromAgeMs: 30_000,
  // By now a write of unknown outcome has landed, and GitHub lists it.
  toAgeMs: 6 * 60_000,
  firstSweepMs: 6 * 3_600_000,
  // Answers come first: after a large burst, check runs wait for GitHub's limits for hours.
  longestSweepMs: 72 * 3_600_000,
  marksEmptySweeps: true,
  // Without reading GitHub for those that wait or are complete.
  lists: 20,
  attempts: 2,
};

/**
 * Completes the check runs of finished jobs: those of cancelled, withdrawn and superseded jobs, and those that a crash or
 * an outage left unfinished. Returns the errors.
 */
export function repairCheckRuns(ports: CheckRunPorts): Promise<unknown[]> {
  return sweepFinishedJobs(sweep, ports, async (job) => {
    if (await repairCheck(job, ports)) ports.repaired("check_run_repaired", idsOfJob(job));
  });
}
