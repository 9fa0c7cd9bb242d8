import type { CommandSource } from "../github/pull-request.ts";
import type { Job } from "./job.ts";
import { personOf } from "./job-event.ts";
import type { JobState } from "./job-state.ts";

/**
 * One transition of a job as a flat record for analysis: ids, names, codes and times. It contains no text and no name
 * of a person.
 */
export interface HistoryRecord {
  job_id: string;
  /** Counts a job's transitions from 1. Records with the same `job_id` and `n` are copies. */
  n: number;
  from_state: JobState | null;
  to_state: JobState;
  /** ISO 8601 UTC. */
  at: string;
  /** Milliseconds since the job was created. */
  age_ms: number;
  /** A function; `operator` or `github` for a person. */
  actor: string;
  /** A code or the name of a routing rule; `asked` if a person did it. */
  reason: string;
  attempt: number;
  mode: Job["mode"];
  outcome: Job["outcome"];
  employee: string;
  /** A command's name without its slash. */
  command: string;
  /** `owner/name`. */
  repo: string;
  repo_id: number;
  pr_number: number;
  source_kind: CommandSource["kind"];
  /** Id of the comment or review with the command. */
  source_id: number;
  /** Id of the status comment; null before it is posted. */
  comment_id: number | null;
  intent_key: string;
  delivery_id: string;
  hook_id: string;
  execution_arn: string | null;
  /** Tokens that the model reported, in the transition that ends its work. */
  input_tokens: number | null;
  output_tokens: number | null;
  /** Time at which the webhook arrived; null for jobs of earlier versions. */
  received_at: string | null;
  created_at: string;
  /** Cost of the run in millionths of a US dollar, in the transition that ends it; null if it is unknown. */
  cost_micros: number | null;
  /** `<provider>/<model id>` of that run. */
  model: string | null;
}

/** Returns the transition of a write; null for a write without a transition. */
export function historyRecord(before: Job | null, after: Job): HistoryRecord | null {
  const { last_event: event, source, comment } = after;
  if (before?.last_event.n === event.n) return null;
  const person = personOf(event.actor);
  return {
    job_id: after.job_id,
    n: event.n,
    from_state: event.from,
    to_state: event.to,
    at: event.at,
    age_ms: Date.parse(event.at) - Date.parse(after.created_at),
    actor: person?.kind ?? event.actor,
    reason: person ? "asked" : event.reason,
    attempt: after.attempt,
    mode: after.mode,
    outcome: after.outcome,
    employee: after.employee,
    command: after.command.name,
    repo: after.repo,
    repo_id: after.repo_id,
    pr_number: after.pr_number,
    source_kind: source.kind,
    source_id: source.id,
    comment_id: comment?.id ?? null,
    intent_key: after.intent_key,
    delivery_id: after.delivery_id,
    hook_id: after.hook_id,
    execution_arn: after.execution_arn,
    input_tokens: count(event.ids.input_tokens),
    output_tokens: count(event.ids.output_tokens),
    received_at: after.received_at ?? null,
    created_at: after.created_at,
    cost_micros: count(event.ids.cost_micros),
    model: typeof event.ids.model === "string" ? event.ids.model : null,
  };
}

function count(value: string | number | undefined): number | null {
  return typeof value === "number" ? value : null;
}

/** Port: the destination of the history of jobs. Throws RetryableError when it does not answer. */
export interface HistoryStream {
  /** Returns the records that were not accepted. An accepted record may arrive twice. */
  put(records: HistoryRecord[]): Promise<HistoryRecord[]>;
}
