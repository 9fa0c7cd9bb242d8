import type { Clock } from "../../core/clock.ts";

/** Reads are cached this long, so every instance knows a rotation within minutes. */
const cacheMs = 120_000;
/** Minimum time between forced reads, so a flood of bad signatures does not cause a flood of reads. */
const refreshMs = 60_000;
/** Minimum time between failing reads, so not every request calls a service that throttles us. */
const failedMs = 1_000;

export interface CachedRead<Value> {
  /** Returns the value of the last two minutes; null if there is none. */
  known(): Value | null;
  /** Returns the value, read in the last two minutes or now. */
  read(): Promise<Value>;
  /** Reads the value again. Returns null if that was tried less than a minute ago and a value is known. */
  refresh(): Promise<Value | null>;
}

interface Attempt<Value> {
  at: number;
  state: "running" | "done" | "failed";
  value: Promise<Value>;
}

/** Caches what `load` returns. Requests at the same time share one read, and one failure. */
export function cachedRead<Value>(load: (now: number) => Promise<Value>, clock: Clock): CachedRead<Value> {
  let good: { at: number; value: Value } | null = null;
  let attempt: Attempt<Value> | null = null;

  function start(): Promise<Value> {
    const at = clock();
    const started: Attempt<Value> = { at, state: "running", value: load(at) };
    attempt = started;
    started.value.then(
      (value) => {
        started.state = "done";
        good = { at, value };
      },
      () => {
        started.state = "failed";
      },
    );
    return started.value;
  }

  // A failed forced read does not invalidate the value read before.
  const known = (): Value | null => (good && clock() - good.at < cacheMs ? good.value : null);

  function readOnce(): Promise<Value> {
    if (attempt?.state === "running") return attempt.value;
    if (attempt?.state === "failed" && clock() - attempt.at < failedMs) return attempt.value;
    return start();
  }

  return {
    known,
    async read() {
      return known() ?? readOnce();
    },
    async refresh() {
      if (attempt?.state === "running") return attempt.value;
      const isRecent = attempt && clock() - attempt.at < refreshMs;
      return isRecent && known() !== null ? null : readOnce();
    },
  };
}
