import { eachOf } from "../../../core/with-concurrency.ts";
import type { Io } from "../../cli/io.ts";
import { createProgress } from "../../cli/output/progress.ts";
import { readDelivery } from "../deliveries/delivery-records.ts";
import { fits, type LetterFilter } from "./dead-letter-filter.ts";
import type { DeadLetterBox } from "./dead-letter-queue.ts";
import { type DescribedLetter, describeLetter, envelopeOf } from "./describe-dead-letter.ts";

export interface FoundLetters {
  /** Oldest first. */
  letters: DescribedLetter[];
  /** How many were looked at. */
  looked: number;
  /** How many somebody else was looking at. */
  hidden: number;
}

/** The letters of the event queue's dead-letter queue that meet the filter. Nothing is removed. */
export async function findLetters(
  box: DeadLetterBox,
  filter: LetterFilter,
  tableName: string,
  io: Io,
): Promise<FoundLetters> {
  const { letters: about, hidden } = await box.count();
  const progress = createProgress(io, "dead letters read", about);
  // A body may have a quarter of a megabyte: what is of use is kept of it.
  const heads: Parameters<typeof describeLetter>[0][] = [];
  const envelopes = new Map<string, ReturnType<typeof withoutPayload>>();
  try {
    for await (const letter of box.letters()) {
      const { message_id, sent_at, receive_count } = letter;
      heads.push({ message_id, sent_at, receive_count });
      envelopes.set(message_id, withoutPayload(envelopeOf(letter)));
      progress.tell(heads.length);
    }
  } finally {
    progress.end();
  }
  const found: DescribedLetter[] = [];
  const pace = { width: 10, timeLeft: () => Number.POSITIVE_INFINITY };
  const { failures } = await withConcurrency(heads, pace, async (head) => {
    const envelope = envelopes.get(head.message_id) ?? null;
    const delivery = envelope && (await readDelivery(tableName, envelope));
    found.push(describeLetter(head, envelope, delivery));
  });
  if (failures.length > 0) throw failures[0];
  const letters = found
    .filter((letter) => fits(letter, filter))
    .toSorted((a, b) => (a.sent_at ?? "").localeCompare(b.sent_at ?? ""));
  return { letters, looked: heads.length, hidden };
}

function withoutPayload(envelope: ReturnType<typeof envelopeOf>) {
  if (!envelope) return null;
  const { payload_ref: _, ...searchable } = envelope;
  return searchable;
}
