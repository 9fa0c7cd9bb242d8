import type { Job } from "./job.ts";
import { isTerminal } from "./job-state.ts";

/**
 * Returns since when the text that ends a job waits for GitHub's limit on content writes, ISO 8601 UTC; null if it does
 * not. A granted text counts until it is published.
 */
export function pacedSince({
  paced,
  attempt,
  state,
}: Pick<Job, "paced" | "attempt" | "state">): string | null {
  return paced?.attempt === attempt && !isTerminal(state) ? paced.since : null;
}
