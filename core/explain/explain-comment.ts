import { authorOf } from "../authority/bots.ts";
import type { PullRequestEnvelope } from "../deliveries/envelope.ts";
import { intentKey } from "../deliveries/intent-key.ts";
import type { PlanningPorts } from "../dispatch/plan-delivery.ts";
import type { Job } from "../jobs/job.ts";
import type { Sha256 } from "../sha256.ts";
import { explain } from "./explain.ts";
import type { ExplainedComment, NothingExplained } from "./explanation.ts";
import { type FoundComment, findComment } from "./find-comment.ts";

/** Explains the comment that a job of `/explain` asks about, in its current form, or returns why there is none. */
export async function explainComment(
  job: Job,
  ports: PlanningPorts & { sha256: Sha256 },
): Promise<ExplainedComment | NothingExplained> {
  const found = await findComment(job, ports);
  if (typeof found === "string") return { missing: found };
  const { source, author, comment } = found;
  const request = { source: { ...source, created_at: job.source.created_at }, author, comment };
  const explanation = await explain(envelopeOf(job, found, ports.sha256), request, ports);
  return { source, author, explanation };
}

/** Returns the envelope of the comment's creation. Its intent key leads to the jobs of the comment. */
function envelopeOf(job: Job, found: FoundComment, sha256: Sha256): PullRequestEnvelope {
  const { source } = found;
  const { repo, repo_id, pr_number, installation_id, delivery_id, hook_id, created_at } = job;
  const event_type = source.kind;
  const action = event_type === "pull_request_review" ? "submitted" : "created";
  const identity = { repo_id, event_type, pr_number, comment_id: source.id, action };
  return {
    version: 1,
    ...{ delivery_id, hook_id, repo, installation_id, ...identity },
    sender: { ...authorOf(found), id: 0 },
    received_at: created_at,
    intent_key: intentKey(identity, sha256),
    payload_ref: { kind: "inline", payload: null },
  };
}
