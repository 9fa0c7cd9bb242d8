export interface Pace {
  /** How many at the same time. */
  width: number;
  /** Milliseconds in which something new may still be begun. */
  timeLeft(): number;
  /** Nothing new is begun after this many failures; default: no matter how many. */
  stopAfter?: number;
}

/**
 * Works on the items in their order, several at a time, until the time is up. One that fails stops no other. Answers
 * what went wrong, and the items that are still to do: the ones that failed and the ones that were not begun.
 */
export async function eachOf<Item>(
  items: readonly Item[],
  { width, timeLeft, stopAfter = Number.POSITIVE_INFINITY }: Pace,
  work: (item: Item) => Promise<void>,
): Promise<{ failures: unknown[]; left: Item[] }> {
  const done = new Set<number>();
  const failures: unknown[] = [];
  const waiting = items.entries();

  async function workOn(): Promise<void> {
    for (const [index, item] of waiting) {
      if (timeLeft() <= 0 || failures.length >= stopAfter) return;
      try {
        await work(item);
        done.add(index);
      } catch (error) {
        failures.push(error);
      }
    }
  }

  await Promise.all(Array.from({ length: Math.min(width, items.length) }, workOn));
  return { failures, left: items.filter((_item, index) => !done.has(index)) };
}
