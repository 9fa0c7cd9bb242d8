import { isoTime } from "../clock.ts";

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/** Returns the day of a time, UTC: `2026-11-28`. */
export function dayOf(milliseconds: number): string {
  return isoTime(milliseconds).slice(0, 10);
}

/** Returns the time at which the budgets of a day reset: the next midnight UTC, in milliseconds since the epoch. */
export function resetAfter(milliseconds: number): number {
  return (Math.floor(milliseconds / dayMs) + 1) * dayMs;
}

/** Returns the time until the reset: `in 5 h`, or `in 12 min` in the last hour. */
export function untilReset(milliseconds: number): string {
  const left = resetAfter(milliseconds) - milliseconds;
  return left < hourMs ? `in ${Math.ceil(left / 60_000)} min` : `in ${Math.round(left / hourMs)} h`;
}
