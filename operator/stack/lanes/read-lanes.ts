import type { Job } from "../../../core/jobs/job.ts";
import { isTerminal } from "../../../core/jobs/job-state.ts";
import type { JobStore } from "../../../core/jobs/job-store.ts";
import { type Lane, type LaneEntry, laneKey, laneOf } from "../../../core/lanes/lane.ts";
import type { LaneStore } from "../../../core/lanes/lane-store.ts";
import { withConcurrency } from "../../../core/with-concurrency.ts";

/** A lane as operators see it: the jobs of one employee on one pull request that run one after another. */
export interface LaneView {
  /** Name of the repository; null if none of the jobs has a record any more. */
  repo: string | null;
  repo_id: number;
  pr_number: number;
  employee: string;
  /** The job that may run. */
  holder: LaneJob | null;
  /**
   * `held`: the holder runs. `handed_over`: the holder was handed the lane and has not started yet. `stuck`: the holder has
   * finished or has no record, so the sweeper hands over.
   */
  state: "held" | "handed_over" | "stuck";
  /** The jobs that wait, in the order in which they get the lane. */
  waiting: LaneJob[];
}

export interface LaneJob {
  job_id: string;
  attempt: number;
  /** When the user asked, and since when the job holds the lane or waits; ISO 8601 UTC. */
  asked_at: string;
  since: string;
  /** From the job's record; null if it has none. */
  state: Job["state"] | null;
  command: string | null;
  /** Login of the user who asked. */
  sender: string | null;
}

interface LaneReader {
  lanes: Pick<LaneStore, "contended" | "read">;
  jobs: Pick<JobStore, "read">;
}

/** Without `pull`: the contended lanes, in which a job waits or was just handed the lane. */
export interface LaneFilter {
  limit: number;
  /** All lanes with a holder on this pull request, contended or not. */
  pull?: { repo_id: number; pr_number: number; employees: readonly string[] };
}

const width = 10;

/** Returns lanes with their jobs, the lane that has not changed for the longest time first. */
export async function readLanes({ pull, limit }: LaneFilter, reader: LaneReader): Promise<LaneView[]> {
  const keys = pull
    ? pull.employees.map((employee) => laneKey({ ...pull, employee }))
    : await reader.lanes.contended(limit);
  const views = new Map<string, LaneView>();
  const { failures } = await withConcurrency(
    keys.slice(0, limit),
    { width, timeLeft: forever },
    async (key) => {
      const lane = await reader.lanes.read(key);
      if (lane.holder) views.set(key, await viewOf(key, lane, reader));
    },
  );
  if (failures.length > 0) throw failures[0];
  return keys.flatMap((key) => views.get(key) ?? []);
}

const forever = () => Number.POSITIVE_INFINITY;

async function viewOf(key: string, lane: Lane, { jobs }: LaneReader): Promise<LaneView> {
  const { holder, waiting } = lane;
  const entries = holder ? [holder, ...waiting] : waiting;
  const found = await Promise.all(entries.map(({ job_id }) => jobs.read(job_id)));
  const shown = entries.map((entry, index) => jobOf(entry, found[index] ?? null));
  const [first = null, ...others] = shown;
  return {
    ...{ repo: found.find((job) => job !== null)?.repo ?? null, ...laneOf(key) },
    ...{ holder: first, state: stateOf(lane, first), waiting: others },
  };
}

function jobOf({ job_id, attempt, asked_at, since }: LaneEntry, job: Job | null): LaneJob {
  return {
    ...{ job_id, attempt, asked_at, since },
    state: job?.state ?? null,
    command: job?.command.name ?? null,
    sender: job?.sender.login ?? null,
  };
}

function stateOf({ handed_over }: Lane, holder: LaneJob | null): LaneView["state"] {
  if (!holder?.state || isTerminal(holder.state)) return "stuck";
  return handed_over ? "handed_over" : "held";
}
