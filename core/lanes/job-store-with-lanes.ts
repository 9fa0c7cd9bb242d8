import { isVisible } from "../jobs/job-mode.ts";
import { isTerminal } from "../jobs/job-state.ts";
import type { JobStore } from "../jobs/job-store.ts";
import { type HandOverPorts, handOver } from "./hand-over.ts";

/**
 * Wraps the job store: a job that finishes hands its lane over. The job has finished even if that fails, so failures are
 * ignored: the next job that enters, or the sweeper, hands over instead.
 */
export function jobStoreWithLanes(jobs: JobStore, ports: Omit<HandOverPorts, "jobs">): JobStore {
  return {
    ...jobs,
    async transition(job, to, note, change) {
      const changed = await jobs.transition(job, to, note, change);
      if (isTerminal(to) && isVisible(job)) await handOver(changed, { ...ports, jobs }).catch(() => {});
      return changed;
    },
  };
}
