import { isTerminal } from "../../../core/jobs/job-state.ts";
import { isUnsettled } from "../../../core/jobs/status-check.ts";
import { isDoubtful } from "../../../core/jobs/status-comment.ts";
import type { World } from "./world.ts";

/** Whether nothing is running, and a later sweep has nothing to do. */
export async function isIdle(world: World): Promise<boolean> {
  const { scheduler, lambda, queue, executions, stores, github } = world;
  if (scheduler.busy() > 0 || lambda.running() > 0 || !queue.isEmpty()) return false;
  if ([...executions.all.values()].some(({ status }) => status === "running")) return false;
  const jobs = stores.jobs.all();
  if (!jobs.every(({ state }) => isTerminal(state))) return false;
  if ((await stores.deliveries.pending(1)).length > 0) return false;
  if ((await stores.paces.waiting(1)).length > 0) return false;
  const arrived = await Promise.all(
    github.sent.map(async ({ guid, hook_id }) => stores.deliveries.status({ delivery_id: guid, hook_id })),
  );
  if (arrived.includes(null)) return false;
  // The sweeper has checked the comments of every ended job; its mark is at the first unchecked job.
  const told = jobs.filter(({ state }) => state !== "IGNORED");
  const answers = (await stores.marks.read("answers")) ?? "";
  const doubtful = told.filter(({ comment }) => isDoubtful(comment));
  const doubtfulAnswers = (await stores.marks.read("doubtful-answers")) ?? "";
  const cancelled = jobs.filter(({ state }) => state === "CANCELLED" || state === "SUPERSEDED");
  const holding = jobs.filter(({ reservation }) => reservation);
  const settled = (await stores.marks.read("budgets")) ?? "";
  const cancellations = (await stores.marks.read("cancellations")) ?? "";
  const unchecked = told.filter(
    ({ check, attempt }) => !check || isUnsettled(check) || check.attempt !== attempt,
  );
  const checkRuns = (await stores.marks.read("check-runs")) ?? "";
  const outside = jobs.filter(({ callback }) => callback);
  const callbacks = (await stores.marks.read("callbacks")) ?? "";
  return (
    outside.every(({ updated_at }) => updated_at < callbacks) &&
    unchecked.every(({ updated_at }) => updated_at < checkRuns) &&
    told.every(({ updated_at }) => updated_at < answers) &&
    doubtful.every(({ updated_at }) => updated_at < doubtfulAnswers) &&
    holding.every(({ updated_at }) => updated_at < settled) &&
    cancelled.every(({ updated_at }) => updated_at < cancellations)
  );
}
