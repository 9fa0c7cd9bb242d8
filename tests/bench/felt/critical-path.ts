import type { TimedCall } from "./measure.ts";

/**
 * Returns the calls that follow each other from the comment to the call that ends at `end`, in order: each one starts when
 * the one before it ends. Shortening any other call changes nothing.
 */
export function criticalPath(calls: readonly TimedCall[], end: number): TimedCall[] {
  const path: TimedCall[] = [];
  let next = calls.find(({ to }) => to === end);
  while (next) {
    path.unshift(next);
    const { from } = next;
    const before = calls.filter((call) => call.to <= from && !path.includes(call));
    const latest = Math.max(...before.map(({ to }) => to));
    next = before.findLast(({ to }) => to === latest && to > 0);
  }
  return path;
}
