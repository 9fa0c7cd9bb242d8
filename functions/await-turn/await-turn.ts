import { FencedError } from "../../core/errors.ts";
import type { Job } from "../../core/jobs/job.ts";
import { isTerminal } from "../../core/jobs/job-state.ts";
import type { JobStore } from "../../core/jobs/job-store.ts";
import type { TaskTokens } from "../../core/jobs/task-tokens.ts";
import { laneKey, placeOf } from "../../core/lanes/lane.ts";
import type { LaneStore } from "../../core/lanes/lane-store.ts";
import type { TurnInput } from "../../core/lanes/turn-input.schema.ts";
import { type PaceStore, waiterOf } from "../../core/pacing/pace-store.ts";

export interface AwaitTurnPorts {
  jobs: Pick<JobStore, "read">;
  lanes: Pick<LaneStore, "read" | "saveTurn">;
  tokens: Pick<TaskTokens, "succeed">;
  paces: Pick<PaceStore, "enter">;
}

/** Stores the task token of an attempt that waits, for its turn or for GitHub's limits. */
export function awaitTurn(input: TurnInput, ports: AwaitTurnPorts): Promise<{ waits: boolean }> {
  return input.paced ? awaitPace(input, ports) : awaitLane(input, ports);
}

/**
 * Stores the task token of a job that waits for its turn. The token is stored before the job and the lane are read, and a
 * hand-over changes the lane, and an end changes the job, before it reads the token: whatever the order, one of the two
 * ends the wait.
 */
async function awaitLane(
  { job_id, attempt, task_token }: TurnInput,
  { jobs, lanes, tokens }: AwaitTurnPorts,
): Promise<{ waits: boolean }> {
  await lanes.saveTurn({ job_id, attempt }, task_token);
  const job = await readAttempt({ job_id, attempt }, jobs);
  const waits = placeOf(await lanes.read(laneKey(job)), job_id) !== null;
  // The acknowledgement takes the turn, or enters the lane again.
  if (!waits) await tokens.succeed(task_token);
  return { waits };
}

/**
 * Stores the task token of a job whose answer waits for GitHub's limits. Every sweep looks at all these jobs, so a job that
 * ends at the same time does not wait for ever.
 */
async function awaitPace(
  { job_id, attempt, task_token }: TurnInput,
  { jobs, paces, tokens }: AwaitTurnPorts,
): Promise<{ waits: boolean }> {
  const job = await readAttempt({ job_id, attempt }, jobs);
  if (job.paced?.attempt === attempt) {
    const { writes, since } = job.paced;
    await paces.enter(waiterOf(job), { token: task_token, writes, since });
    return { waits: true };
  }
  // A retry by a person removed the record of the wait: the step records it again.
  await tokens.succeed(task_token);
  return { waits: false };
}

/** Throws FencedError for a job that has finished or has a later attempt. */
async function readAttempt(
  { job_id, attempt }: Pick<Job, "job_id" | "attempt">,
  jobs: AwaitTurnPorts["jobs"],
): Promise<Job> {
  const job = await jobs.read(job_id);
  if (!job || isTerminal(job.state) || job.attempt !== attempt) {
    throw new FencedError("job_taken_over", `Job ${job_id} has finished or has a later attempt`);
  }
  return job;
}
