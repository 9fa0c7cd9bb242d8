/** When a circuit opens, and for how long. Times are in milliseconds. */
export interface CircuitPolicy {
  /** This many failures in a row open it… */
  failuresInRow: number;
  /** …or this share of the outcomes that an instance remembers, once it remembers `fewestOutcomes`. */
  failureShare: number;
  fewestOutcomes: number;
  rememberedOutcomes: number;
  rememberedMs: number;
  /** Duration of the first opening. Each failed probe doubles it, up to the longest. */
  firstOpenMs: number;
  longestOpenMs: number;
  /** The same for a rate limit without a Retry-After. The longest also caps limits that have one. */
  firstLimitMs: number;
  longestLimitMs: number;
  /** Longer than a call can take: otherwise a second caller could probe while the first still waits for its answer. */
  leaseMs: number;
  /** How long an instance trusts what it read, for closed and for open circuits. */
  closedReadMs: number;
  openReadMs: number;
}

const seconds = 1_000;
const minutes = 60 * seconds;

const common = {
  failureShare: 0.5,
  fewestOutcomes: 10,
  rememberedOutcomes: 20,
  rememberedMs: 5 * minutes,
  firstOpenMs: 30 * seconds,
  longestOpenMs: 5 * minutes,
  firstLimitMs: 60 * seconds,
  longestLimitMs: 24 * 60 * minutes,
  openReadMs: 5 * seconds,
};

/** For each request to GitHub. A limit applies to all instances at once, so every call reads the circuit again. */
export const gitHubPolicy: CircuitPolicy = {
  ...common,
  // A read fails only after three attempts.
  failuresInRow: 5,
  // A request times out after eight seconds.
  leaseMs: 30 * seconds,
  closedReadMs: 0,
};

/** For each model call, which may take as long as its function may run. */
export const modelPolicy: CircuitPolicy = {
  ...common,
  failuresInRow: 3,
  leaseMs: 15 * minutes,
  closedReadMs: 5 * seconds,
};

/** For each call of an employee outside the stack, which may take as long as its function may run. */
export const employeePolicy: CircuitPolicy = { ...modelPolicy, longestLimitMs: 60 * minutes };
