import type { IntentParts } from "./intent-key.ts";
import type { WebhookPayload } from "./webhook.schema.ts";

type CheckEvent = "check_run" | "check_suite";

interface CheckSubject {
  target: { pr_number: number | null; comment_id: null };
  /** Its semantic identity, without the repository and the action. */
  intent: Pick<IntentParts, "pr_number" | "comment_id" | "click">;
}

/**
 * Returns what a click on a check run is about; the name of a missing field; or why it is none of ours. Two clicks in the
 * same attempt of a job have the same identity: a check run has a new time of start or end in every attempt.
 */
export function checkSubject(
  event: CheckEvent,
  payload: WebhookPayload,
): CheckSubject | { missing: string } | { ignored: string } {
  const { check_run: run, check_suite: suite, requested_action: button } = payload;
  if (event === "check_suite") {
    if (!suite) return { missing: event };
    return subject(payload, suite, { button: "rerun", attempt: suite.updated_at ?? "" });
  }
  if (!run) return { missing: event };
  if (payload.action === "rerequested") {
    return subject(payload, run, { button: "rerun", attempt: run.completed_at ?? "" });
  }
  switch (button?.identifier) {
    case "retry":
      return subject(payload, run, { button: "retry", attempt: run.completed_at ?? "" });
    case "cancel":
      return subject(payload, run, { button: "cancel", attempt: run.started_at ?? "" });
    default:
      return { ignored: "unknown_button" };
  }
}

function subject(
  { repository }: WebhookPayload,
  { id, pull_requests = [] }: Pick<NonNullable<WebhookPayload["check_run"]>, "id" | "pull_requests">,
  click: NonNullable<IntentParts["click"]>,
): CheckSubject {
  const own = pull_requests.find(({ base }) => base?.repo?.id === repository.id);
  // The pull request is no part of the identity: GitHub names it only as long as the branch is at this commit.
  return {
    target: { pr_number: own?.number ?? null, comment_id: null },
    intent: { pr_number: null, comment_id: id, click },
  };
}
