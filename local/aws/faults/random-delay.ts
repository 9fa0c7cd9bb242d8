/** How long requests take, in milliseconds: half of them at most `p50`, 95 of 100 at most `p95`. */
export interface Delay {
  p50: number;
  p95: number;
}

/** Draws from the log-normal distribution with these percentiles. `next` returns uniform numbers from 0 to below 1. */
export function randomDelay({ p50, p95 }: Delay, next: () => number = Math.random): number {
  const spread = Math.log(p95 / p50) / 1.645;
  // Box and Muller's transform of two uniform numbers.
  const normal = Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());
  return p50 * Math.exp(spread * normal);
}
