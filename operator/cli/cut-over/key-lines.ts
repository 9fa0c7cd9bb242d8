import { sha256 } from "../../../adapters/runtime/sha256.ts";
import { intentKey } from "../../../core/deliveries/intent-key.ts";
import type { Job } from "../../../core/jobs/job.ts";

/** A line of `idempotency export`, for the system that takes over. */
interface KeyLine {
  intent_key: string;
  repo: string;
  repo_id: number;
  event_type: Job["source"]["kind"];
  pr_number: number;
  comment_id: number;
  employee: string;
  /** False for a job in shadow or refused. */
  acted: boolean;
  /** ISO 8601 UTC. */
  at: string;
  by: "new";
}

/**
 * Returns the line of a job. Any job with a visible effect counts as acted on, also a failed one: another run would be a
 * second effect.
 */
export function keyLine({
  intent_key,
  repo,
  repo_id,
  source,
  pr_number,
  employee,
  mode,
  ...job
}: Job): KeyLine {
  return {
    ...{ intent_key, repo, repo_id, event_type: source.kind, pr_number, comment_id: source.id, employee },
    acted: mode === "active" && job.state !== "REFUSED",
    ...{ at: job.created_at, by: "new" },
  };
}

/** Returns a line's key, or the key of the request that it describes; a message for an invalid line. */
export function keyOfLine(line: Record<string, unknown>): { intent_key: string; acted: boolean } | string {
  const { acted = true } = line;
  if (typeof acted !== "boolean") return "`acted` must be true or false.";
  if (typeof line.intent_key === "string") {
    if (/^[0-9a-f]{64}$/.test(line.intent_key)) return { intent_key: line.intent_key, acted };
    return "`intent_key` must be 64 hexadecimal digits.";
  }
  const { repo_id, event_type, pr_number, comment_id, action = "created", updated_at, body } = line;
  for (const [name, value] of Object.entries({ repo_id, pr_number, comment_id })) {
    if (!Number.isSafeInteger(value)) return `\`${name}\` must be a number, or \`intent_key\` a key.`;
  }
  if (typeof event_type !== "string" || typeof action !== "string") {
    return "`event_type` must be the name of GitHub's event, such as issue_comment.";
  }
  const edited = typeof updated_at === "string" && typeof body === "string" ? { updated_at, body } : null;
  if (action === "edited" && !edited) return "An edit needs `updated_at` and `body`.";
  const parts = {
    ...{ repo_id: Number(repo_id), pr_number: Number(pr_number), comment_id: Number(comment_id) },
    ...{ event_type, action },
    ...(action === "edited" && edited && { edit: edited }),
  };
  return { intent_key: intentKey(parts, sha256), acted };
}
