import { type ParsedComment, readComment } from "../commands/parse-comment.ts";
import { PermanentError } from "../errors.ts";
import { type CommandSource, deletedUser } from "../github/pull-request.ts";
import type { RepositoryReader } from "../github/repository-reader.ts";
import type { Envelope } from "./envelope.ts";
import type { PayloadStore } from "./payload-store.ts";
import type { WebhookPayload } from "./webhook.schema.ts";

/** The comment or review of a delivery, with its commands. */
export interface CommandRequest {
  source: CommandSource;
  /** Login of the author, according to the payload. */
  author: string;
  comment: ParsedComment;
}

/**
 * Returns the comment or review of an event; null for an event without text. Throws RetryableError if it may mention the
 * App and GitHub does not tell the App's login.
 */
export async function readCommandRequest(
  envelope: Pick<Envelope, "event_type" | "received_at">,
  { comment, review }: WebhookPayload,
  app: Pick<RepositoryReader, "appLogin">,
): Promise<CommandRequest | null> {
  switch (envelope.event_type) {
    case "issue_comment":
    case "pull_request_review_comment":
      if (!comment) return null;
      return {
        source: {
          kind: envelope.event_type,
          id: comment.id,
          ...(comment.node_id && { node_id: comment.node_id }),
          created_at: comment.created_at,
          ...(envelope.event_type === "pull_request_review_comment" && {
            thread: comment.in_reply_to_id ?? comment.id,
          }),
        },
        author: comment.user?.login ?? deletedUser,
        comment: await readComment(comment.body, app),
      };
    case "pull_request_review":
      if (!review) return null;
      return {
        source: {
          kind: envelope.event_type,
          id: review.id,
          ...(review.node_id && { node_id: review.node_id }),
          created_at: review.submitted_at ?? envelope.received_at,
        },
        author: review.user?.login ?? deletedUser,
        comment: await readComment(review.body ?? "", app),
      };
    default:
      return null;
  }
}

/** Returns the webhook's payload. Throws PermanentError if it is not one, or if the bucket no longer has it. */
export async function readPayload(
  { payload_ref: ref }: Pick<Envelope, "payload_ref">,
  ports: {
    payloads: Pick<PayloadStore, "get">;
    isWebhookPayload(value: unknown): value is WebhookPayload;
  },
): Promise<WebhookPayload> {
  const payload = ref.kind === "inline" ? ref.payload : await ports.payloads.get(ref);
  if (ports.isWebhookPayload(payload)) return payload;
  throw new PermanentError("malformed_payload", "The envelope's payload is not a GitHub event");
}
