/** When a circuit opens, and for how long. */
export interface CircuitPolicy {
  /** So many failures one after the other open it… */
  failuresInRow: number;
  /** …or this share of the outcomes that an instance remembers, once there are `fewestOutcomes` of them. */
  failureShare: number;
  fewestOutcomes: number;
  rememberedOutcomes: number;
  rememberedMs: number;
  /** The first opening, doubled by each try that fails, up to the longest. */
  firstOpenMs: number;
  longestOpenMs: number;
  /** The same for a limit that does not say how long it lasts; the longest holds for those that say so, too. */
  firstLimitMs: number;
  longestLimitMs: number;
  /** Longer than a call can take: otherwise a second one could try while the first still waits for its answer. */
  leaseMs: number;
  /** How long a read is believed, by what it said. */
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

/** Around each request. A limit holds for everybody at once, so what was read as closed is not believed twice. */
export const gitHubPolicy: CircuitPolicy = {
  ...common,
  // A read is made three times before it has failed.
  failuresInRow: 5,
  // A request is given up after eight seconds.
  leaseMs: 30 * seconds,
  closedReadMs: 0,
};

/** Around each answer of a model, which takes up to the time of its function. */
export const modelPolicy: CircuitPolicy = {
  ...common,
  failuresInRow: 3,
  leaseMs: 15 * minutes,
  closedReadMs: 5 * seconds,
};
