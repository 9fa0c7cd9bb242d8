import { type Clock, isoTime } from "../clock.ts";
import type { Sha256 } from "../sha256.ts";
import { checkSubject } from "./check-event.ts";
import type { Envelope, EventType } from "./envelope.ts";
import { type IntentParts, intentKey } from "./intent-key.ts";
import type { WebhookPayload } from "./webhook.schema.ts";

interface Webhook {
  delivery_id: string;
  hook_id: string;
  event_type: string;
  payload: WebhookPayload;
}

/** The classes of verified webhooks. The message of `invalid` names what a supported event lacks. */
export type Classified =
  | { kind: "accepted"; envelope: Envelope }
  | { kind: "ignored"; reason: string }
  | { kind: "invalid"; message: string };

/** The handled actions of each event. */
export const supportedActions: Record<EventType, readonly string[]> = {
  issue_comment: ["created", "edited", "deleted"],
  pull_request_review_comment: ["created", "edited", "deleted"],
  pull_request_review: ["submitted", "edited", "dismissed"],
  pull_request: ["closed", "synchronize"],
  check_run: ["requested_action", "rerequested"],
  check_suite: ["rerequested"],
};

/** Returns whether this project reads the event. The payload of any other is never read. */
export function isSupportedEvent(event: string): event is EventType {
  return Object.hasOwn(supportedActions, event);
}

/** Classifies a webhook, and builds the envelope of an accepted one, with its payload inline. */
export function classifyWebhook(webhook: Webhook, ports: { sha256: Sha256; clock: Clock }): Classified {
  const { event_type, payload } = webhook;
  if (!isSupportedEvent(event_type)) return { kind: "ignored", reason: "unsupported_event" };
  if (!supportedActions[event_type].includes(payload.action))
    return { kind: "ignored", reason: "unsupported_action" };
  if (event_type === "issue_comment" && payload.issue && !isPullRequest(payload.issue)) {
    return { kind: "ignored", reason: "not_a_pull_request" };
  }
  const isOfCheck = event_type === "check_run" || event_type === "check_suite";
  const subject = isOfCheck ? checkSubject(event_type, payload) : subjectOf(event_type, payload);
  if ("missing" in subject) return { kind: "invalid", message: `${event_type} lacks ${subject.missing}` };
  if ("ignored" in subject) return { kind: "ignored", reason: subject.ignored };

  const { repository, sender } = payload;
  const identity = { repo_id: repository.id, event_type, action: payload.action, ...subject.intent };
  return {
    kind: "accepted",
    envelope: {
      version: 1,
      delivery_id: webhook.delivery_id,
      hook_id: webhook.hook_id,
      event_type,
      action: payload.action,
      repo: repository.full_name,
      repo_id: repository.id,
      ...subject.target,
      installation_id: payload.installation?.id ?? null,
      sender: { login: sender.login, id: sender.id, type: sender.type },
      received_at: isoTime(ports.clock()),
      intent_key: intentKey(identity, ports.sha256),
      payload_ref: { kind: "inline", payload },
    },
  };
}

/** In old or foreign payloads, a plain issue has a `pull_request` with only null members. */
function isPullRequest({ pull_request }: NonNullable<WebhookPayload["issue"]>): boolean {
  if (!pull_request) return false;
  const members = Object.values(pull_request);
  return members.length === 0 || members.some((member) => member !== null);
}

interface Subject {
  target: { pr_number: number; comment_id: number | null };
  /** Its semantic identity, without the repository and the action. */
  intent: Pick<IntentParts, "pr_number" | "comment_id" | "edit">;
}

/** Returns the pull request and the comment of an event, or the name of the missing field. */
function subjectOf(
  event: Exclude<EventType, "check_run" | "check_suite">,
  payload: WebhookPayload,
): Subject | { missing: string } {
  const { issue, pull_request, comment, review } = payload;
  const number = event === "issue_comment" ? issue?.number : pull_request?.number;
  if (number === undefined) return { missing: event === "issue_comment" ? "issue" : "pull_request" };
  switch (event) {
    case "pull_request":
      return subject(payload, { pr_number: number, comment_id: null });
    case "pull_request_review":
      if (!review) return { missing: "review" };
      // A review has no time of its last edit: edits differ in their text only.
      return subject(
        payload,
        { pr_number: number, comment_id: review.id },
        { updated_at: review.submitted_at ?? "", body: review.body ?? "" },
      );
    default:
      if (!comment) return { missing: "comment" };
      return subject(payload, { pr_number: number, comment_id: comment.id }, comment);
  }
}

function subject({ action }: WebhookPayload, target: Subject["target"], edit?: IntentParts["edit"]): Subject {
  return { target, intent: action === "edited" && edit ? { ...target, edit } : target };
}
