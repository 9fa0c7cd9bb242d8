import type { Explanation } from "./explanation.ts";

/** How many of the jobs that a delivery leads to are in shadow: recorded, and nothing is shown on the pull request. */
export function jobsInShadow({ decision, commands }: Pick<Explanation, "decision" | "commands">): number {
  if (decision.kind !== "dispatched") return 0;
  const { job_ids } = decision;
  const due = commands.flatMap(({ jobs }) => jobs).filter(({ job_id }) => job_ids.includes(job_id));
  return due.filter(({ fate, known }) => fate === "stays_in_shadow" || known?.mode === "shadow").length;
}
