import type { EndTextPorts } from "../../core/answering/final-text.ts";
import type { AnsweringPorts } from "../../core/answering/publish-comment.ts";
import { reportCancellation } from "../../core/answering/report-cancellation.ts";
import { idsOfJob } from "../../core/jobs/log-ids.ts";
import type { ReportRepair } from "../../core/repair/report-repair.ts";
import { type FinishedJobsSweep, type SweepJobsPorts, sweepFinishedJobs } from "./sweep-jobs.ts";

export type CancellationPorts = AnsweringPorts & EndTextPorts & SweepJobsPorts & { repaired: ReportRepair };

const sweep: FinishedJobsSweep = {
  mark: "cancellations",
  states: ["CANCELLED", "SUPERSEDED"],
  fromAgeMs: 0,
  // By now a step that was running at the cancellation has ended, GitHub lists what it wrote, and an employee outside has
  // been told.
  toAgeMs: 5 * 60_000,
  firstSweepMs: 6 * 3_600_000,
  marksEmptySweeps: false,
  attempts: 2,
};

/**
 * Makes the pull request show that a job was cancelled or replaced by a later one: in the next sweep, and again until no step of the job can write
 * there. The user who cancels need not be able to write to GitHub. Returns the errors.
 */
export function reportCancellations(ports: CancellationPorts): Promise<unknown[]> {
  return sweepFinishedJobs(sweep, ports, async (job) => {
    if (await reportCancellation(job, ports)) ports.repaired("cancellation_told", idsOfJob(job));
  });
}
