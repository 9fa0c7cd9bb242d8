import type { Job, JobOrder } from "../jobs/job.ts";

/** What the built-in employees of these names do to another job. */
export const orderKinds = ["cancel", "retry"] as const satisfies readonly JobOrder["kind"][];

export function orderKindOf({ employee }: Pick<Job, "employee">): JobOrder["kind"] | null {
  return orderKinds.find((kind) => kind === employee) ?? null;
}
