import type { OutgoingEnvelope } from "../deliveries/envelope.ts";
import type { Job } from "./job.ts";
import { executionName } from "./job-id.ts";

/**
 * Ids that every log line carries as soon as they are known, from GitHub's delivery to the comment that answers it.
 * docs/metrics.md shows how to follow them.
 */
export interface LogIds {
  /** `X-GitHub-Delivery`. */
  delivery_id?: string;
  hook_id?: string;
  intent_key?: string;
  /** Id of the queue message. */
  message_id?: string;
  /** How often the queue has delivered the message. */
  receive_count?: number;
  repo?: string;
  pr_number?: number;
  job_id?: string;
  attempt?: number;
  employee?: string;
  /** Name of the execution. */
  execution?: string;
  /** Our comment on the pull request. */
  comment_id?: number;
  /** One message may lead to several jobs. */
  job_ids?: string[];
  executions?: string[];
}

/** Port: adds ids to all log lines that follow. */
export type AddLogIds = (ids: LogIds) => void;

export function idsOfEnvelope(envelope: OutgoingEnvelope): LogIds {
  const { delivery_id, hook_id, intent_key, repo, pr_number } = envelope;
  return { delivery_id, hook_id, intent_key, repo, ...(pr_number !== null && { pr_number }) };
}

export function idsOfJob(job: Job): LogIds {
  const { delivery_id, hook_id, intent_key, repo, pr_number, job_id, attempt, employee } = job;
  const comment_id = job.comment?.id;
  return {
    ...{ delivery_id, hook_id, intent_key, repo, pr_number, job_id, attempt, employee },
    ...(job.execution_arn ? { execution: executionName(job_id, attempt) } : {}),
    ...(comment_id ? { comment_id } : {}),
  };
}
