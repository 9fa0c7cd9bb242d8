import { nobody } from "../github/nobody.ts";
import type { CommandSource } from "../github/pull-request.ts";
import type { Envelope } from "./envelope.ts";
import type { WebhookPayload } from "./webhook.schema.ts";

/** The text in which commands are looked for, and where it stands. */
export interface CommandRequest {
  source: CommandSource;
  /** Login of the author, according to the payload. */
  author: string;
  body: string;
}

/** Returns the comment or review of an event; null for an event without text. */
export function readCommandRequest(
  envelope: Pick<Envelope, "event_type" | "received_at">,
  { comment, review }: WebhookPayload,
): CommandRequest | null {
  switch (envelope.event_type) {
    case "issue_comment":
    case "pull_request_review_comment":
      if (!comment) return null;
      return {
        source: { kind: envelope.event_type, id: comment.id, created_at: comment.created_at },
        author: comment.user?.login ?? nobody,
        body: comment.body,
      };
    case "pull_request_review":
      if (!review) return null;
      return {
        source: {
          kind: envelope.event_type,
          id: review.id,
          created_at: review.submitted_at ?? envelope.received_at,
        },
        author: review.user?.login ?? nobody,
        body: review.body ?? "",
      };
    case "pull_request":
      return null;
  }
}
