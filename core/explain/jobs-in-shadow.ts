import type { Explanation } from "./explanation.ts";

/** Counts the jobs of a delivery that are in shadow: recorded, with nothing posted on the pull request. */
export function jobsInShadow({ decision, commands }: Pick<Explanation, "decision" | "commands">): number {
  if (decision.kind !== "dispatched") return 0;
  const { job_ids } = decision;
  const due = commands.flatMap(({ jobs }) => jobs).filter(({ job_id }) => job_ids.includes(job_id));
  return due.filter(({ fate, known }) => fate === "stays_in_shadow" || known?.mode === "shadow").length;
}
