import { setTimeout as pause } from "node:timers/promises";
import type { DeadLetterBox, Letter } from "./dead-letter-queue.ts";

export interface ReplayPorts {
  box: Pick<DeadLetterBox, "letters" | "remove">;
  /** Keeps who does it and why, before it is done. */
  record(letter: Letter): Promise<void>;
  /** Puts the message, as it is, into the queue that it came from. */
  send(letter: Letter): Promise<void>;
  /** So many are done. */
  done(count: number): void;
  /** Whether somebody wants it to end. */
  stopped(): boolean;
}

/**
 * Sends these messages again, so many a second, and takes them out of the dead letters; answers how many. A message is
 * sent before it is removed: cut off in between it is there twice, which the gates undo, and never lost.
 */
export async function replayLetters(
  messageIds: readonly string[],
  perSecond: number,
  ports: ReplayPorts,
): Promise<number> {
  const wanted = new Set(messageIds);
  const started = performance.now();
  let count = 0;
  if (wanted.size === 0) return count;
  for await (const letter of ports.box.letters()) {
    if (ports.stopped()) break;
    if (!wanted.delete(letter.message_id)) continue;
    await pause(Math.max(0, started + (count * 1000) / perSecond - performance.now()));
    await ports.record(letter);
    await ports.send(letter);
    await ports.box.remove(letter);
    count += 1;
    ports.done(count);
    if (wanted.size === 0) break;
  }
  return count;
}
