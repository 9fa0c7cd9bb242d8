export interface Ids {
  next(): number;
  /** An id that somebody else gave: later ones stay above it. */
  seen(id: number): void;
}

/** One rising counter for everything, beyond 32 bits as GitHub's ids are today. */
export function createIds(start = 5_000_000_000): Ids {
  let last = start;
  return {
    next: () => ++last,
    seen(id) {
      last = Math.max(last, id);
    },
  };
}
