import { type Explanation, type JobFate, jobsInShadow } from "../../../core/explain/explanation.ts";

/** What happens to a job, after its ID. */
export const fateTexts: Record<JobFate, string> = {
  starts: "starts",
  is_refused: "is refused; the pull request says why",
  stays_in_shadow: "stays in shadow: recorded, nothing posted",
  runs_in_shadow: "runs in shadow: its answer is kept, nothing posted",
  is_cancelled: "is cancelled",
  is_known: "already exists",
  is_left_out: "is not created",
};

const verbs = { ignored: "ignored", failed: "given up", waits: "delayed" } as const;

/** Returns the decision as a sentence. */
export function decisionText(explanation: Explanation): string {
  const { decision } = explanation;
  if (decision.kind !== "dispatched") return `The webhook is ${verbs[decision.kind]}: ${decision.reason}.`;
  const count = decision.job_ids.length;
  const shadow = jobsInShadow(explanation);
  const jobs = count === 1 ? "1 job" : `${count} jobs`;
  if (shadow === count) return `In shadow: ${jobs} recorded, nothing posted.`;
  return `The webhook is dispatched: ${jobs}${shadow > 0 ? `, ${shadow} of them in shadow` : ""}.`;
}
