import { type DynamoDBDocumentClient, GetCommand, PutCommand, UpdateCommand } from "@aws-sdk/lib-dynamodb";
import { type Clock, isoTime } from "../../core/clock.ts";
import { FencedError } from "../../core/errors.ts";
import type { Job, JobEvent } from "../../core/jobs/job.ts";
import {
  isTerminal,
  type JobState,
  jobStates,
  retriedFrom,
  statesBefore,
} from "../../core/jobs/job-state.ts";
import type { EventNote, JobChange, JobStore } from "../../core/jobs/job-store.ts";
import { isNamed, unavailable } from "../runtime/aws-errors.ts";
import { documentClient, expiry } from "./document-client.ts";
import { assignments, equalsAny } from "./expressions.ts";
import { readEvents, writeEvents } from "./job-events.ts";

const header = "JOB";
/** Audits ask for a year. */
const keepDays = 400;
const liveStates = jobStates.filter((state) => !isTerminal(state));

/**
 * The job table: one item `JOB` and an item `EVENT#<n>` for each transition, under the job's id.
 *
 * A transition is one conditional write of the job, which carries its last event; the event's own item is written
 * after it, together with the one before, so an event whose item was lost in a crash is put back by the next.
 */
export function createJobTable(
  table: string,
  client: DynamoDBDocumentClient = documentClient(),
  clock: Clock = Date.now,
): JobStore {
  async function move(
    job: Job,
    event: JobEvent,
    change: JobChange & Pick<Job, "retried_at">,
    from: readonly JobState[],
  ) {
    const { n: version, at: updated_at, to: state } = event;
    // Before the job forgets it: a crash between a transition and its item would lose the event for good.
    await writeEvents(client, table, job.job_id, [job.last_event], expiry(clock, keepDays));
    const set = assignments({ ...change, state, version, last_event: event, updated_at });
    const changed = await update(client, table, job.job_id, fenced(job, set, from)).catch(
      // The client tries a write again that timed out; if the first one had landed, it is our own that stands there.
      async (error: unknown) => {
        if (!(error instanceof FencedError)) throw error;
        const current = await readJob(client, table, job.job_id);
        if (current && isOwn(current, job, event)) return current;
        throw error;
      },
    );
    await writeEvents(client, table, job.job_id, [event], expiry(clock, keepDays));
    return changed;
  }

  function eventAfter(job: Job, to: JobState, note: EventNote): JobEvent {
    return { n: job.version + 1, from: job.state, to, at: isoTime(clock()), ...note };
  }

  return {
    async create(job, note) {
      const at = isoTime(clock());
      const last_event: JobEvent = { n: 1, from: null, to: "RECEIVED", at, ...note };
      const created: Job = {
        ...job,
        state: "RECEIVED",
        fence: 0,
        version: 1,
        last_event,
        created_at: at,
        updated_at: at,
      };
      try {
        await client.send(
          new PutCommand({
            TableName: table,
            Item: {
              ...created,
              item: header,
              // For the previous version, which finds the jobs of a pull request by this.
              pull_request: `${job.repo}#${job.pr_number}`,
              expires_at: expiry(clock, keepDays),
            },
            ConditionExpression: "attribute_not_exists(job_id)",
          }),
        );
      } catch (error) {
        if (!isNamed(error, "ConditionalCheckFailedException")) throw unavailable("job_table", error);
        const existing = await readJob(client, table, job.job_id);
        if (existing) return existing;
        throw unavailable("job_table", error);
      }
      await writeEvents(client, table, job.job_id, [last_event], expiry(clock, keepDays));
      return created;
    },

    read: (jobId) => readJob(client, table, jobId),

    claim: (jobId, attempt) =>
      update(client, table, jobId, {
        expression: "SET fence = fence + :one, updated_at = :at",
        values: { ":one": 1, ":at": isoTime(clock()), ":attempt": attempt },
        condition: "attempt = :attempt",
        from: liveStates,
      }),

    save(job, change) {
      const set = assignments({ ...change, updated_at: isoTime(clock()) });
      return update(client, table, job.job_id, fenced(job, set, liveStates));
    },

    correct(job, correction) {
      // A job that is over keeps its place in the index by state and time.
      return update(client, table, job.job_id, fenced(job, assignments(correction), jobStates));
    },

    transition: (job, to, note, change = {}) =>
      move(job, eventAfter(job, to, note), change, statesBefore(to)),

    reopen(job, note, change) {
      const event = eventAfter(job, "DISPATCHED", note);
      return move(job, event, { ...change, retried_at: event.at }, retriedFrom);
    },

    async events(jobId) {
      const [job, items] = await Promise.all([
        readJob(client, table, jobId),
        readEvents(client, table, jobId),
      ]);
      const missing = job && !items.some(({ n }) => n === job.last_event.n);
      return missing ? [...items, job.last_event] : items;
    },
  };
}

function isOwn(current: Job, job: Job, event: JobEvent): boolean {
  const { n, at, to, actor } = current.last_event;
  const same = n === event.n && at === event.at && to === event.to && actor === event.actor;
  return same && current.fence === job.fence;
}

interface Update {
  expression: string;
  names?: Record<string, string>;
  values: Record<string, unknown>;
  condition: string;
  from: readonly JobState[];
}

/** A write that only the step which holds the job may make. */
function fenced(
  job: Job,
  set: Pick<Update, "expression" | "names" | "values">,
  from: readonly JobState[],
): Update {
  return {
    expression: set.expression,
    names: { ...set.names, "#version": "version" },
    // Names of their own: a change may set the attempt that the condition asks for.
    values: { ...set.values, ":held": job.attempt, ":fence": job.fence, ":seen": job.version },
    condition: "attempt = :held AND fence = :fence AND #version = :seen",
    from,
  };
}

async function update(
  client: DynamoDBDocumentClient,
  table: string,
  jobId: string,
  { expression, names, values, condition, from }: Update,
): Promise<Job> {
  const states = equalsAny("#from", from);
  try {
    const { Attributes } = await client.send(
      new UpdateCommand({
        TableName: table,
        Key: { job_id: jobId, item: header },
        UpdateExpression: expression,
        ConditionExpression: `${condition} AND ${states.expression}`,
        ExpressionAttributeNames: { ...names, "#from": "state" },
        ExpressionAttributeValues: { ...values, ...states.values },
        ReturnValues: "ALL_NEW",
      }),
    );
    return toJob(Attributes);
  } catch (error) {
    if (!isNamed(error, "ConditionalCheckFailedException")) throw unavailable("job_table", error);
    const message = `Job ${jobId} is over or has been taken over`;
    throw new FencedError("job_taken_over", message, { cause: error });
  }
}

async function readJob(client: DynamoDBDocumentClient, table: string, jobId: string): Promise<Job | null> {
  try {
    const key = { job_id: jobId, item: header };
    const { Item } = await client.send(new GetCommand({ TableName: table, Key: key, ConsistentRead: true }));
    return Item ? toJob(Item) : null;
  } catch (error) {
    throw unavailable("job_table", error);
  }
}

/** What this table wrote it reads back: the two attributes that only the table needs are dropped. */
function toJob(item: Record<string, unknown> | undefined): Job {
  const { item: _item, pull_request: _pull, expires_at: _expires, ...job } = item ?? {};
  return job as unknown as Job;
}
