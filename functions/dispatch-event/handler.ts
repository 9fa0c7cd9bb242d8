import middy from "@middy/core";
import type { SQSEvent, SQSRecord } from "aws-lambda";
import { retryDelays } from "../../core/deliveries/delivery-limits.ts";
import { roster } from "../../core/generated/roster.ts";
import { routing as policy } from "../../core/generated/routing.ts";
import { argumentValidators, isEnvelope, isWebhookPayload } from "../../core/generated/validators.mjs";
import type { EventNote, JobStore } from "../../core/jobs/job-store.ts";
import { jobStoreWithMetrics } from "../../core/jobs/job-store-with-metrics.ts";
import { type AddLogIds, idsOfJob } from "../../core/jobs/log-ids.ts";
import { observedJobStore } from "../../core/jobs/observed-job-store.ts";
import { createCurrentRollout } from "../../core/routing/current-rollout.ts";
import type { RolloutStore } from "../../core/routing/rollout-store.ts";
import { readStageRolloutMode } from "../../core/routing/stage-rollout.ts";
import { batchFailures, idsOfRecord } from "../../middleware/batch-failures.ts";
import { withinDeadline } from "../../middleware/deadline.ts";
import { beginLog, type InvocationLog, type WorkLog, workLogs } from "../../middleware/log.ts";
import { type RetryDelayOptions, retryDelay } from "../../middleware/retry-delay.ts";
import { processMessage } from "./dispatch-event.ts";
import { recordOutOfTime } from "./failed-attempt.ts";
import type { DispatchPorts } from "./ports.ts";

const built = { roster, policy, argumentValidators, isEnvelope, isWebhookPayload };

export interface DispatchEventDeps
  extends Omit<DispatchPorts, keyof typeof built | "noteIds" | "receives" | "rollout"> {
  log: InvocationLog;
  rollouts: Pick<RolloutStore, "current">;
  /** The stage's option `rolloutMode`. */
  stageMode: string;
  delayMessage: RetryDelayOptions["delayMessage"];
}

/** Creates the handler. It returns how each message ended; the middleware reports those to be delivered again. */
export function createHandler(deps: DispatchEventDeps) {
  const rollout = createCurrentRollout({ ...deps, stageMode: readStageRolloutMode(deps.stageMode) });
  const ports = { ...built, ...deps, rollout, jobs: jobStoreWithMetrics(deps.jobs, deps) };
  const logOf = workLogs(deps.log, idsOfRecord);
  return middy<SQSEvent, unknown>({ requestStart: beginLog(deps) })
    .use(retryDelay({ ...deps, ...retryDelays, logOf }))
    .use(batchFailures({ logOf }))
    .handler(({ Records }, context) =>
      // The queue delivers a slow message again: the others of its batch must not fail with it.
      Promise.allSettled(
        Records.map((record) =>
          withinDeadline(processRecord(record, logOf(record), ports), context, 3_000).catch(
            async (error: unknown) => {
              await withinDeadline(recordOutOfTime(record.body, error, ports), context, 1_500).catch(
                () => {},
              );
              throw error;
            },
          ),
        ),
      ),
    );
}

async function processRecord(
  { body, messageId, attributes }: SQSRecord,
  log: WorkLog,
  ports: Omit<DispatchPorts, "noteIds" | "receives">,
): Promise<void> {
  const jobs = tracedJobs(ports.jobs, messageId, log.note);
  const receives = Number(attributes.ApproximateReceiveCount);
  const outcome = await processMessage(body, { ...ports, jobs, receives, noteIds: log.note });
  log.info(outcome.kind === "postponed" ? "delivery postponed" : "delivery processed", { ...outcome });
}

/** The job table for one message: log lines name its jobs and executions, and the jobs' events name the message. */
function tracedJobs(jobs: JobStore, message_id: string, note: AddLogIds): JobStore {
  const job_ids = new Set<string>();
  const executions = new Set<string>();
  const named = (event: EventNote): EventNote => ({ ...event, ids: { ...event.ids, message: message_id } });
  const naming: JobStore = {
    ...jobs,
    create: (job, event) => jobs.create(job, named(event)),
    transition: (job, to, event, change) => jobs.transition(job, to, named(event), change),
  };
  return observedJobStore(naming, (job) => {
    const { execution } = idsOfJob(job);
    job_ids.add(job.job_id);
    if (execution) executions.add(execution);
    note({ job_ids: [...job_ids], executions: [...executions] });
  });
}
