import { standingQuestion } from "../../core/authority/standing-question.ts";
import { readRequest } from "../../core/checks/read-request.ts";
import { isoTime } from "../../core/clock.ts";
import { readPayload } from "../../core/deliveries/command-request.ts";
import { type DeliveryOutcome, deliveryKey } from "../../core/deliveries/delivery.ts";
import { type Envelope, readEnvelope } from "../../core/deliveries/envelope.ts";
import { planDelivery } from "../../core/dispatch/plan-delivery.ts";
import type { PlannedJob } from "../../core/dispatch/plan-jobs.ts";
import { whyIgnored } from "../../core/dispatch/why-ignored.ts";
import { RetryableError } from "../../core/errors.ts";
import { readOnce } from "../../core/github/read-once.ts";
import { ensureExecution } from "../../core/jobs/ensure-execution.ts";
import { isTerminal } from "../../core/jobs/job-state.ts";
import { idsOfEnvelope } from "../../core/jobs/log-ids.ts";
import { applyPullRequestEvent } from "./apply-pull-request-event.ts";
import { closeUnplannedJobs } from "./close-unplanned-jobs.ts";
import { type Postponed, postponeOrGiveUp } from "./failed-attempt.ts";
import { actor, authorizeOrRefuse, recordDispatch, recordJob, resumeJob } from "./job-steps.ts";
import type { DispatchPorts, JobPorts } from "./ports.ts";

type MessageOutcome = DeliveryOutcome | Postponed;

/**
 * Processes one message of the queue: dispatches its delivery, then records and counts how that ended. A message that
 * can never be dispatched ends too, and one that cannot be read goes to the dead-letter queue immediately: another
 * attempt would not help. Throws only what may pass: the queue then retries.
 */
export async function processMessage(body: string, ports: DispatchPorts): Promise<MessageOutcome> {
  const envelope = readEnvelope(body, ports.isEnvelope);
  if (!envelope) {
    await ports.sendDeadLetter(body);
    return counted({ kind: "failed", reason: "malformed_message" }, ports);
  }
  ports.noteIds(idsOfEnvelope(envelope));
  const outcome = await dispatchEvent(envelope, ports).catch((error: unknown) =>
    postponeOrGiveUp(envelope, error, ports),
  );
  if (outcome.kind !== "postponed") await ports.deliveries.finish(envelope, outcome);
  return counted(outcome, ports);
}

/**
 * Turns one delivery into jobs. The same delivery can repeat every step from any point, so its next attempt completes
 * what a failure left. Throws RetryableError for what may pass, PermanentError for a delivery that can never be
 * dispatched.
 */
export async function dispatchEvent(received: Envelope, ports: DispatchPorts): Promise<DeliveryOutcome> {
  const payload = await readPayload(received, ports);
  const { event_type, pr_number } = received;
  if (event_type === "pull_request" && pr_number !== null) {
    return applyPullRequestEvent({ ...received, pr_number }, payload, ports);
  }
  const read = await readRequest(received, payload, ports);
  if ("ignored" in read) return { kind: "ignored", reason: read.ignored };
  const { envelope, request } = read;
  const reason = whyIgnored(envelope, request, ports);
  if (reason !== null) return { kind: "ignored", reason };

  const owner = deliveryKey(envelope);
  const claim = await ports.intents.claim(envelope.intent_key, owner);
  if (claim.kind === "busy") {
    throw new RetryableError("intent_busy", "Another delivery of this intent is being dispatched");
  }
  if (claim.kind === "dispatched") {
    for (const id of claim.job_ids) await resumeJob(id, ports);
    return { kind: claim.owner === owner ? "dispatched" : "duplicate", job_ids: claim.job_ids };
  }

  const asked_at = isoTime(ports.clock());
  const reader = readOnce(ports.reader, standingQuestion({ ...envelope, ...request }));
  const deciding = { ...ports, reader, asked_at };
  const { due, rollout, ignored } = await planDelivery(envelope, request, deciding);
  for (const planned of due) await dispatchJob(planned, rollout, deciding);
  const jobIds = due.map(({ job }) => job.job_id);
  if (claim.again) jobIds.push(...(await closeUnplannedJobs(envelope, request, jobIds, ports)));
  await ports.intents.dispatched(envelope.intent_key, owner, jobIds);
  if (ignored !== null && jobIds.length === 0) return { kind: "ignored", reason: ignored };
  // Timed only here: a repeat of this message finds the intent dispatched and returns above.
  ports.metrics.time("ReceiptToDispatch", ports.clock() - Date.parse(envelope.received_at));
  return { kind: "dispatched", job_ids: jobIds };
}

/** Takes a job from wherever an earlier attempt left it to its running execution, or to an end without one. */
export async function dispatchJob(planned: PlannedJob, rollout: number, ports: JobPorts): Promise<void> {
  let job = await recordJob(planned, rollout, ports);
  if (job.state === "RECEIVED") job = await authorizeOrRefuse(job, planned.refusals, ports);
  if (job.state === "VALIDATED") job = await recordDispatch(job, ports);
  if (!isTerminal(job.state)) await ensureExecution(job, actor, ports);
}

/** Counts a delivery that can never be dispatched; the log has the end of every one. */
function counted(outcome: MessageOutcome, { metrics }: DispatchPorts): MessageOutcome {
  if (outcome.kind === "failed") metrics.count("DeliveryFailed");
  return outcome;
}
