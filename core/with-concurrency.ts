interface Pace {
  /** Number of items in progress at the same time. */
  width: number;
  /** Returns the milliseconds in which further items may start. */
  timeLeft(): number;
  /** Number of failures after which no further item starts; unlimited by default. */
  stopAfter?: number;
}

/**
 * Works on the items in order, several at a time, until the time is up. A failing item does not stop the others.
 * Returns the errors, and the items that are not done: those that failed and those that did not start.
 */
export async function withConcurrency<Item>(
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
