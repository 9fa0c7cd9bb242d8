import type { Clock } from "../../core/clock.ts";
import type { JobStore } from "../../core/jobs/job-store.ts";
import type { PaceLimits } from "../../core/pacing/pace.ts";
import { createPacer } from "../../core/pacing/pacer.ts";
import { createFakePaceStore } from "./pace-store.ts";

/** GitHub's own limits on content writes. */
export const gitHubLimits: PaceLimits = { perMinute: 80, perHour: 500 };

/** Paces in memory, and the pacer of an execution that can wait. */
export function createPacingPorts(
  { clock, jobs }: { clock: Clock; jobs: Pick<JobStore, "save"> },
  paceLimits: PaceLimits = gitHubLimits,
) {
  const pacing = { paces: createFakePaceStore(), paceLimits };
  return { ...pacing, pacer: createPacer({ ...pacing, clock, jobs }, { paces: true }) };
}
