import type { PullRequestWriter } from "../../core/answering/pull-request-writer.ts";
import type { CheckRuns } from "../../core/checks/check-runs.ts";
import type { RepositoryTarget } from "../../core/github/pull-request.ts";
import type { Job } from "../../core/jobs/job.ts";
import type { JobChange, JobStore } from "../../core/jobs/job-store.ts";
import { type PacingPorts, requireRoomForSweep, takeForSweep } from "../../core/pacing/pacer.ts";

interface WritePorts extends PacingPorts {
  jobs: JobStore;
  writer: PullRequestWriter;
  checks: CheckRuns;
}

/**
 * Returns the ports with writes that take a token each. Answers come first: signs stop while answers wait or while less than
 * half of the hour is left, and repairs when nothing is left. A write without a token throws PacedError, and before it is
 * recorded as started: a started write without an outcome is looked for on GitHub.
 */
export function withPacedWrites<Ports extends WritePorts>(ports: Ports, kind: "repair" | "sign"): Ports {
  const { jobs, writer, checks } = ports;
  const paced =
    <Target extends RepositoryTarget, Rest extends unknown[], Result>(
      write: (target: Target, ...rest: Rest) => Promise<Result>,
    ) =>
    async (target: Target, ...rest: Rest): Promise<Result> => {
      await takeForSweep(target, kind, ports);
      return write(target, ...rest);
    };
  const recorded =
    <Change extends JobChange>(record: (job: Job, change: Change) => Promise<Job>) =>
    async (job: Job, change: Change): Promise<Job> => {
      if (change.comment?.writing || change.check?.writing) await requireRoomForSweep(job, kind, ports);
      return record(job, change);
    };
  return {
    ...ports,
    jobs: { ...jobs, save: recorded(jobs.save), correct: recorded(jobs.correct) },
    writer: {
      ...writer,
      createComment: paced(writer.createComment),
      updateComment: paced(writer.updateComment),
      deleteComment: paced(writer.deleteComment),
      react: paced(writer.react),
      replaceReaction: paced(writer.replaceReaction),
      unreact: paced(writer.unreact),
    },
    checks: { ...checks, create: paced(checks.create), update: paced(checks.update) },
  };
}
