import { requireConsistentRead } from "../../core/authority/live-comment.ts";
import { isReservedCommand } from "../../core/commands/command-names.ts";
import type { DeliveryOutcome } from "../../core/deliveries/delivery.ts";
import type { PullRequestEnvelope } from "../../core/deliveries/envelope.ts";
import type { WebhookPayload } from "../../core/deliveries/webhook.schema.ts";
import { isCancelledByClose } from "../../core/dispatch/pull-request-closed.ts";
import { cancelJob, type PullRequestChange } from "../../core/jobs/cancel-job.ts";
import type { Job } from "../../core/jobs/job.ts";
import { isTerminal } from "../../core/jobs/job-state.ts";
import { withConcurrency } from "../../core/with-concurrency.ts";
import { actor } from "./job-steps.ts";
import type { DispatchPorts } from "./ports.ts";

/** The newest jobs of a pull request; older ones have finished, or check for themselves when it is their turn. */
const maxJobs = 200;

const reasons: Record<string, PullRequestChange> = {
  closed: "pull_request_closed",
  synchronize: "pull_request_pushed",
};

/**
 * Cancels the jobs that a closed pull request or a push makes pointless. GitHub delivers in no order, so the pull request
 * as it is now decides. Can be repeated from any point. Throws RetryableError while GitHub may not show the change yet.
 */
export async function applyPullRequestEvent(
  envelope: PullRequestEnvelope,
  payload: WebhookPayload,
  ports: DispatchPorts,
): Promise<DeliveryOutcome> {
  const reason = reasons[envelope.action];
  if (!reason) return { kind: "ignored", reason: "action_does_not_trigger" };
  const jobs = await candidates(envelope, reason, ports);
  if (jobs.length === 0) return { kind: "ignored", reason: "no_jobs" };

  const pull = await ports.reader.pullRequest(envelope);
  const isPointless = (job: Job) =>
    reason === "pull_request_closed" ? isCancelledByClose(job, pull) : job.head_sha !== pull.head_sha;
  const pointless = jobs.filter(isPointless);
  const by = { actor, reason };
  const pace = { width: 4, timeLeft: () => Number.POSITIVE_INFINITY };
  const { failures } = await withConcurrency(pointless, pace, async ({ job_id }) => {
    await cancelJob(job_id, by, ports);
  });
  if (failures.length > 0) throw failures[0];
  const isShown =
    reason === "pull_request_closed"
      ? pull.closed_at !== null
      : pull.head_sha === payload.pull_request?.head?.sha;
  if (pointless.length < jobs.length && !isShown) requireConsistentRead(envelope.received_at, ports.clock());
  const job_ids = pointless.map(({ job_id }) => job_id);
  return job_ids.length > 0 ? { kind: "applied", job_ids } : { kind: "ignored", reason: "no_jobs" };
}

/** Returns the jobs that the event may concern: unfinished ones, and those that an earlier attempt at it has cancelled. */
async function candidates(
  envelope: PullRequestEnvelope,
  reason: PullRequestChange,
  { index, jobs, roster }: DispatchPorts,
): Promise<Job[]> {
  const ids = await index.onPullRequest(envelope, maxJobs);
  const found: Job[] = [];
  const pace = { width: 10, timeLeft: () => Number.POSITIVE_INFINITY };
  const { failures } = await withConcurrency(ids, pace, async (id) => {
    const job = await jobs.read(id);
    if (job) found.push(job);
  });
  if (failures.length > 0) throw failures[0];
  const mayBeCancelled = (job: Job) =>
    !isTerminal(job.state) || (job.last_event.reason === reason && job.last_event.at >= envelope.received_at);
  const isConcerned = (job: Job) =>
    reason === "pull_request_closed" ||
    (job.head_sha !== null && roster.find(({ name }) => name === job.employee)?.on_push === "cancel");
  return found.filter(
    (job) =>
      job.mode === "active" &&
      !isReservedCommand(job.command.name) &&
      mayBeCancelled(job) &&
      isConcerned(job),
  );
}
