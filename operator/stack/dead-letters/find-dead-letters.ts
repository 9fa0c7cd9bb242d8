import { withConcurrency } from "../../../core/with-concurrency.ts";
import { readDelivery } from "../deliveries/delivery-records.ts";
import { type DescribedDeadLetter, describeDeadLetter, envelopeOf, unreadable } from "./dead-letter.ts";
import type { DeadLetterQueue } from "./dead-letter-queue.ts";

export interface DeadLetterFilter {
  repo?: string;
  event?: string;
  cause?: string;
  /** ISO 8601 UTC: when the webhook was received or, for an unreadable message, when it was sent. */
  since?: string;
  until?: string;
  message?: string[];
}

interface FoundDeadLetters {
  /** Oldest first. */
  messages: DescribedDeadLetter[];
  /** Number of messages that were checked. */
  checked: number;
  /** Number of messages that another operator views. */
  hidden: number;
}

/** Returns whether the filter has any condition. */
export function hasFilter({ repo, event, cause, since, until, message }: DeadLetterFilter): boolean {
  return [repo, event, cause, since, until, message].some((one) => one !== undefined);
}

/** Returns whether a message meets every condition. */
export function matches(message: DescribedDeadLetter, filter: DeadLetterFilter): boolean {
  const at = message.received_at ?? message.sent_at ?? "";
  const conditions = [
    !filter.repo || filter.repo.toLowerCase() === message.repo?.toLowerCase(),
    !filter.event || filter.event === message.event || filter.event === message.event?.split(".")[0],
    !filter.cause || filter.cause === message.cause,
    !filter.since || at >= filter.since,
    !filter.until || at <= filter.until,
    !filter.message || filter.message.includes(message.message_id),
  ];
  return conditions.every(Boolean);
}

/**
 * Returns whether a replay by this filter includes the message. The dispatcher would return an unreadable one to the
 * dead-letter queue, unless its code has changed, so the filter has to name it.
 */
export function isReplayable(
  { cause }: Pick<DescribedDeadLetter, "cause">,
  { cause: wanted, message }: DeadLetterFilter,
): boolean {
  return cause !== unreadable || wanted === unreadable || message !== undefined;
}

/** Returns the messages of the event queue's dead-letter queue that match. Removes nothing. */
export async function findDeadLetters(
  queue: DeadLetterQueue,
  filter: DeadLetterFilter,
  tableName: string,
  progress: (checked: number, total: number) => void = () => {},
): Promise<FoundDeadLetters> {
  const { visible, hidden } = await queue.count();
  // A body may have a quarter of a megabyte, so only what the description needs is kept.
  const heads: Parameters<typeof describeDeadLetter>[0][] = [];
  const envelopes = new Map<string, ReturnType<typeof withoutPayload>>();
  for await (const message of queue.messages()) {
    const { message_id, sent_at, receive_count } = message;
    heads.push({ message_id, sent_at, receive_count });
    envelopes.set(message_id, withoutPayload(envelopeOf(message)));
    progress(heads.length, visible);
  }
  const found: DescribedDeadLetter[] = [];
  const pace = { width: 10, timeLeft: () => Number.POSITIVE_INFINITY };
  const { failures } = await withConcurrency(heads, pace, async (head) => {
    const envelope = envelopes.get(head.message_id) ?? null;
    const delivery = envelope && (await readDelivery(tableName, envelope));
    found.push(describeDeadLetter(head, envelope, delivery));
  });
  if (failures.length > 0) throw failures[0];
  const messages = found
    .filter((message) => matches(message, filter))
    .toSorted((a, b) => (a.sent_at ?? "").localeCompare(b.sent_at ?? ""));
  return { messages, checked: heads.length, hidden };
}

function withoutPayload(envelope: ReturnType<typeof envelopeOf>) {
  if (!envelope) return null;
  const { payload_ref: _, ...searchable } = envelope;
  return searchable;
}
