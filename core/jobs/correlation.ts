import type { Envelope } from "../deliveries/envelope.ts";
import type { Job } from "./job.ts";
import { executionName } from "./job-id.ts";

/**
 * What every log line says of the work it belongs to, as soon as it is known: the chain from GitHub's delivery to the
 * comment that answers it. docs/metrics.md shows how to follow it.
 */
export interface Ids {
  /** `X-GitHub-Delivery`. */
  delivery_id?: string;
  hook_id?: string;
  intent_key?: string;
  /** Of the queue. */
  message_id?: string;
  /** How often the queue has handed the message out. */
  receive_count?: number;
  repo?: string;
  pr_number?: number;
  job_id?: string;
  attempt?: number;
  employee?: string;
  /** The execution's name. */
  execution?: string;
  /** Our comment on the pull request. */
  comment_id?: number;
  /** A message may give several jobs. */
  job_ids?: string[];
  executions?: string[];
}

/** Port: the ids stand in all lines that follow. */
export type NoteIds = (ids: Ids) => void;

export function idsOfEnvelope(envelope: Envelope): Ids {
  const { delivery_id, hook_id, intent_key, repo, pr_number } = envelope;
  return { delivery_id, hook_id, intent_key, repo, pr_number };
}

export function idsOfJob(job: Job): Ids {
  const { delivery_id, hook_id, intent_key, repo, pr_number, job_id, attempt, employee } = job;
  const comment_id = job.comment?.id;
  return {
    ...{ delivery_id, hook_id, intent_key, repo, pr_number, job_id, attempt, employee },
    ...(job.execution_arn ? { execution: executionName(job_id, attempt) } : {}),
    ...(comment_id ? { comment_id } : {}),
  };
}
