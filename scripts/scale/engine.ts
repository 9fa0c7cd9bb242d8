import TinyQueue from "tinyqueue";
import { createLine, type Line } from "./line.ts";

/** What a process waits for. */
export type Wait = { until: number } | { pool: Pool } | { bucket: Bucket; tokens: number };

/** A process: a generator that yields each of its waits. */
export type Process = Generator<Wait, void, void>;

/** A number of places, for which processes queue in the order of their arrival. */
export interface Pool {
  name: string;
  /** Places at a time, because some pools grow. */
  capacityAt(seconds: number): number;
  taken: number;
  line: Line<Process>;
  seen: Seen;
}

/** Tokens that refill at a constant rate, for which processes queue in the order of their arrival. */
export interface Bucket {
  name: string;
  /** Largest number of tokens. */
  size: number;
  perSecond: number;
  tokens: number;
  /** Time of `tokens`, in seconds. */
  at: number;
  line: Line<{ process: Process; tokens: number }>;
  seen: Seen;
}

/** What a pool or a bucket has met. */
interface Seen {
  longestQueue: number;
  /** Time in seconds at which a process first had to wait; null if none had. */
  firstWait: number | null;
}

export interface Simulation {
  /** Seconds since the start. */
  now(): number;
  /** Starts a process at a time in seconds. */
  start(process: Process, at: number): void;
  /** Gives a place back. */
  release(pool: Pool): void;
  /** Fills the places that a growing pool has gained. */
  admit(pool: Pool): void;
  /** Takes tokens only if they are there and nothing waits. */
  tryTake(bucket: Bucket, tokens: number): boolean;
  /** Returns the tokens that are there. */
  tokensOf(bucket: Bucket): number;
  /** Runs until no process is left. */
  run(): void;
}

export function createPool(name: string, capacityAt: number | ((seconds: number) => number)): Pool {
  const capacity = typeof capacityAt === "number" ? () => capacityAt : capacityAt;
  return { name, capacityAt: capacity, taken: 0, line: createLine(), seen: unseen() };
}

export function createBucket(name: string, size: number, perSecond: number): Bucket {
  return { name, size, perSecond, tokens: size, at: 0, line: createLine(), seen: unseen() };
}

/** Creates a discrete-event simulation: time moves from one event to the next. */
export function createSimulation(): Simulation {
  const { now, plan, run } = createAgenda();

  function advance(process: Process): void {
    for (let step = process.next(); !step.done; step = process.next()) {
      if (!mayGoOn(step.value, process)) return;
    }
  }

  /** Returns false if the process waits: it is woken later. */
  function mayGoOn(wait: Wait, process: Process): boolean {
    if ("until" in wait) {
      plan(wait.until, () => advance(process));
      return false;
    }
    if ("pool" in wait) return enter(wait.pool, process);
    return take(wait.bucket, wait.tokens, process);
  }

  function enter(pool: Pool, process: Process): boolean {
    if (pool.taken < pool.capacityAt(now())) {
      pool.taken += 1;
      return true;
    }
    note(pool.seen, pool.line.add(process), now());
    return false;
  }

  function admit(pool: Pool): void {
    while (pool.line.length() > 0 && pool.taken < pool.capacityAt(now())) {
      const next = pool.line.next();
      pool.taken += 1;
      if (next) plan(now(), () => advance(next));
    }
  }

  function take(bucket: Bucket, tokens: number, process: Process): boolean {
    if (tryTake(bucket, tokens)) return true;
    note(bucket.seen, bucket.line.add({ process, tokens }), now());
    if (bucket.line.length() === 1) serveLater(bucket);
    return false;
  }

  function tryTake(bucket: Bucket, tokens: number): boolean {
    refill(bucket, now());
    if (bucket.line.length() > 0 || bucket.tokens < tokens) return false;
    bucket.tokens -= tokens;
    return true;
  }

  function serveLater(bucket: Bucket): void {
    const first = bucket.line.first();
    if (!first) return;
    const missing = Math.max(0, first.tokens - bucket.tokens);
    plan(now() + missing / bucket.perSecond, () => serve(bucket));
  }

  function serve(bucket: Bucket): void {
    refill(bucket, now());
    // A rounding error must not make the clock stand still.
    for (let first = bucket.line.first(); first && bucket.tokens > first.tokens - 1e-6; ) {
      bucket.line.next();
      bucket.tokens -= first.tokens;
      advance(first.process);
      first = bucket.line.first();
    }
    serveLater(bucket);
  }

  return {
    ...{ now, run, tryTake, admit },
    tokensOf(bucket) {
      refill(bucket, now());
      return bucket.tokens;
    },
    start: (process, at) => plan(at, () => advance(process)),
    release(pool) {
      pool.taken -= 1;
      admit(pool);
    },
  };
}

/** The events to come, in the order of their times. */
function createAgenda() {
  const events = new TinyQueue<Event>([], (one, other) => one.at - other.at || one.n - other.n);
  let time = 0;
  let n = 0;
  return {
    now: () => time,
    plan(at: number, run: () => void): void {
      n += 1;
      events.push({ at: Math.max(time, at), n, run });
    },
    run(): void {
      for (let event = events.pop(); event; event = events.pop()) {
        time = event.at;
        event.run();
      }
    },
  };
}

interface Event {
  /** Seconds since the start. */
  at: number;
  /** Order of the events of one moment. */
  n: number;
  run(): void;
}

function refill(bucket: Bucket, now: number): void {
  bucket.tokens = Math.min(bucket.size, bucket.tokens + (now - bucket.at) * bucket.perSecond);
  bucket.at = now;
}

function note(seen: Seen, queued: number, now: number): void {
  seen.firstWait ??= now;
  seen.longestQueue = Math.max(seen.longestQueue, queued);
}

function unseen(): Seen {
  return { longestQueue: 0, firstWait: null };
}
