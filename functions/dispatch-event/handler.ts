import middy from "@middy/core";
import type { SQSEvent, SQSRecord } from "aws-lambda";
import { roster } from "../../core/generated/roster.ts";
import { routing as policy } from "../../core/generated/routing.ts";
import { argumentValidators, isEnvelope, isWebhookPayload } from "../../core/generated/validators.mjs";
import { measuredJobs } from "../../core/jobs/measured-jobs.ts";
import { createCurrentRollout } from "../../core/routing/current-rollout.ts";
import type { RolloutStore } from "../../core/routing/rollout-store.ts";
import { readStageRolloutMode } from "../../core/routing/stage-rollout.ts";
import { batchFailures, idsOfRecord } from "../../middleware/batch-failures.ts";
import { inTime } from "../../middleware/deadline.ts";
import { beginLog, type InvocationLog, type WorkLog, workLogs } from "../../middleware/log.ts";
import { type RetryDelayOptions, retryDelay } from "../../middleware/retry-delay.ts";
import { noteOutOfTime, type SettlePorts, settleMessage } from "./settle-message.ts";
import { traceJobs } from "./trace-jobs.ts";

const built = { roster, policy, argumentValidators, isEnvelope, isWebhookPayload };

export interface DispatchEventDeps
  extends Omit<SettlePorts, keyof typeof built | "noteIds" | "receives" | "rollout"> {
  log: InvocationLog;
  rollouts: Pick<RolloutStore, "current">;
  /** The option `rolloutMode` of the stage. */
  stageMode: string;
  delayMessage: RetryDelayOptions["delayMessage"];
}

/** The handler answers how each message ended; the middleware reports the ones that are to come back. */
export function createHandler(deps: DispatchEventDeps) {
  const rollout = createCurrentRollout({ ...deps, stageMode: readStageRolloutMode(deps.stageMode) });
  const ports = { ...built, ...deps, rollout, jobs: measuredJobs(deps.jobs, deps.metrics) };
  const logOf = workLogs(deps.log, idsOfRecord);
  return middy<SQSEvent, unknown>({ requestStart: beginLog(deps) })
    .use(retryDelay({ ...deps, logOf, firstDelay: 5, longestDelay: 180 }))
    .use(batchFailures({ logOf }))
    .handler(({ Records }, context) =>
      // A slow message comes back by itself; it must not take the others of its batch along.
      Promise.allSettled(
        Records.map((record) =>
          inTime(settle(record, logOf(record), ports), context, 3_000).catch(async (error: unknown) => {
            await inTime(noteOutOfTime(record.body, error, ports), context, 1_500).catch(() => {});
            throw error;
          }),
        ),
      ),
    );
}

async function settle(
  { body, messageId, attributes }: SQSRecord,
  log: WorkLog,
  ports: Omit<SettlePorts, "noteIds" | "receives">,
): Promise<void> {
  const jobs = traceJobs(ports.jobs, messageId, log.note);
  const receives = Number(attributes.ApproximateReceiveCount);
  const outcome = await settleMessage(body, { ...ports, jobs, receives, noteIds: log.note });
  log.info(outcome.kind === "postponed" ? "delivery postponed" : "delivery processed", { ...outcome });
}
