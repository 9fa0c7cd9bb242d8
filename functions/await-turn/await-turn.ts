import { FencedError } from "../../core/errors.ts";
import { isTerminal } from "../../core/jobs/job-state.ts";
import type { JobStore } from "../../core/jobs/job-store.ts";
import type { TaskTokens } from "../../core/jobs/task-tokens.ts";
import { laneKey, placeOf } from "../../core/lanes/lane.ts";
import type { LaneStore } from "../../core/lanes/lane-store.ts";
import type { TurnInput } from "../../core/lanes/turn-input.schema.ts";

export interface AwaitTurnPorts {
  jobs: Pick<JobStore, "read">;
  lanes: Pick<LaneStore, "read" | "saveTurn">;
  tokens: Pick<TaskTokens, "succeed">;
}

/**
 * Stores the task token of a job that waits for its turn. The token is stored before the job and the lane are read, and a
 * hand-over changes the lane, and an end changes the job, before it reads the token: whatever the order, one of the two
 * ends the wait. Throws FencedError for a job that has finished or has a later attempt.
 */
export async function awaitTurn(
  { job_id, attempt, task_token }: TurnInput,
  { jobs, lanes, tokens }: AwaitTurnPorts,
): Promise<{ waits: boolean }> {
  await lanes.saveTurn({ job_id, attempt }, task_token);
  const job = await jobs.read(job_id);
  if (!job || isTerminal(job.state) || job.attempt !== attempt) {
    throw new FencedError("job_taken_over", `Job ${job_id} has finished or has a later attempt`);
  }
  const waits = placeOf(await lanes.read(laneKey(job)), job_id) !== null;
  // The acknowledgement takes the turn, or enters the lane again.
  if (!waits) await tokens.succeed(task_token);
  return { waits };
}
