import type { AttributeValue } from "@aws-sdk/client-dynamodb";
import { unmarshall } from "@aws-sdk/util-dynamodb";
import type { Job } from "../../core/jobs/job.ts";

/** What the job table's stream says of the item `JOB`, as the job that was written; null when there was none. */
export function readJobImage(image: object | undefined): Job | null {
  return image ? (unmarshall(image as Record<string, AttributeValue>) as Job) : null;
}
