import type { AttributeValue } from "@aws-sdk/client-dynamodb";
import { unmarshall } from "@aws-sdk/util-dynamodb";
import { FencedError } from "../../core/errors.ts";
import type { Job } from "../../core/jobs/job.ts";
import type { JobState } from "../../core/jobs/job-state.ts";
import { equalsAny } from "./expressions.ts";
import type { Item, Table } from "./table.ts";

/** Sort key of a job's own item, beside those of its events. */
export const header = "JOB";

/** A conditional change of a job. */
interface Change {
  expression: string;
  names?: Record<string, string>;
  values: Record<string, unknown>;
  condition: string;
  /** The job must be in one of these states. */
  from: readonly JobState[];
}

/** A change that only the step which holds the job may make. */
export function fenced(
  job: Job,
  set: Pick<Change, "expression" | "names" | "values">,
  from: readonly JobState[],
): Change {
  return {
    expression: set.expression,
    names: { ...set.names, "#version": "version" },
    // Placeholders of their own, because a change may set the attempt that the condition compares.
    values: { ...set.values, ":held": job.attempt, ":fence": job.fence, ":seen": job.version },
    condition: "attempt = :held AND fence = :fence AND #version = :seen",
    from,
  };
}

/** Throws FencedError if the condition does not hold: the job has finished, or another step has taken it over. */
export async function changeJob(
  items: Table,
  jobId: string,
  { expression, names, values, condition, from }: Change,
): Promise<Job> {
  const states = equalsAny("#from", from);
  const update = {
    Key: { job_id: jobId, item: header },
    UpdateExpression: expression,
    ConditionExpression: `${condition} AND ${states.expression}`,
    ExpressionAttributeNames: { ...names, "#from": "state" },
    ExpressionAttributeValues: { ...values, ...states.values },
    ReturnValues: "ALL_NEW" as const,
  };
  const message = `Job ${jobId} has finished or another step has taken it over`;
  const refused = (cause: unknown) => new FencedError("job_taken_over", message, { cause });
  return toJob(await items.updateOrThrow(update, refused));
}

/** Returns the job as last written; null if there is none. */
export async function readJob(items: Table, jobId: string): Promise<Job | null> {
  const item = await items.get({ job_id: jobId, item: header });
  return item ? toJob(item) : null;
}

/** Drops the attributes that only the table needs. */
function toJob(item: Item): Job {
  const { item: _item, pull_request: _pull, expires_at: _expires, ...job } = item;
  return job as unknown as Job;
}

/** Returns the job in an image of the table's stream, with the table's own attributes; null without an image. */
export function readJobImage(image: object | undefined): Job | null {
  return image ? (unmarshall(image as Record<string, AttributeValue>) as Job) : null;
}
