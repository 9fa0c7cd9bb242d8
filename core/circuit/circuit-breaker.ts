import { CircuitOpenError } from "../errors.ts";
import { admission, type Circuit, closed, leased, limited, opened, released } from "./circuit.ts";
import { type Outcome, remember, tooManyFailures } from "./outcomes.ts";
import { createOwnTries } from "./own-tries.ts";
import { type CircuitDeps, createSharedCircuits } from "./shared-circuits.ts";
import type { Verdict } from "./verdict.ts";

export interface CircuitBreakerDeps extends CircuitDeps {
  /** What an error that a call threw says of the provider. */
  judge(error: unknown): Verdict;
}

/** `keys` go from the general to the particular: each has to let the call pass, failures count for the last. */
export interface CircuitBreaker {
  /** Throws CircuitOpenError when a call would wait now. Nothing is called, and nothing is changed. */
  check(keys: string[]): Promise<void>;
  /**
   * Makes the call, unless a circuit is open: CircuitOpenError. The same error when the call's failure opens one, with
   * that failure as its cause; any other error of the call comes out as it was. A call makes no other one in itself.
   */
  run<Result>(keys: string[], call: () => Promise<Result>): Promise<Result>;
}

/** A circuit that let a call pass; with a lease when the call is the one that tries. */
interface Pass {
  key: string;
  lease: Circuit | null;
}

/** Whoever finds somebody else trying looks again soon: most tries take a moment. */
const recheckMs = 10_000;

export function createCircuitBreaker(deps: CircuitBreakerDeps): CircuitBreaker {
  const { provider, policy, clock, judge } = deps;
  const shared = createSharedCircuits(deps);
  const ownTries = createOwnTries();
  const outcomes = new Map<string, Outcome[]>();

  async function check(keys: string[]): Promise<Circuit[]> {
    const circuits = await Promise.all(keys.map(shared.seen));
    const waits = circuits.filter((circuit) => admission(circuit, clock()).kind === "wait");
    const [longest] = waits.toSorted((a, b) => timeLeft(b) - timeLeft(a));
    if (longest) throw circuitOpen(longest);
    return circuits;
  }

  /** As `check`, once no try of our own is under way; the one that is to come counts from now on. */
  async function checkInTurn(keys: string[]): Promise<{ circuits: Circuit[]; end(): void }> {
    for (;;) {
      await ownTries.under(keys);
      try {
        const circuits = await check(keys);
        if (ownTries.under(keys)) continue;
        return { circuits, end: ownTries.begin(keys.filter((_, n) => circuits[n]?.state !== "closed")) };
      } catch (error) {
        if (!ownTries.under(keys)) throw error;
      }
    }
  }

  async function lease(keys: string[], circuits: Circuit[]): Promise<Pass[]> {
    const passes: Pass[] = [];
    for (const [n, circuit] of circuits.entries()) {
      const key = keys[n] ?? "";
      const leaseOf = circuit.state === "closed" ? null : leased(circuit, clock(), policy);
      if (leaseOf && !(await shared.replace(key, circuit, leaseOf))) {
        await leave(passes);
        throw circuitOpen({ ...leaseOf, reason: circuit.reason });
      }
      passes.push({ key, lease: leaseOf });
    }
    return passes;
  }

  /** Gives the leases back unused. */
  async function leave(passes: Pass[]): Promise<void> {
    for (const { key, lease } of passes) {
      if (lease) await shared.replace(key, lease, released(lease, clock()));
    }
  }

  /** Answers the circuit that is open because of this, if one is. */
  async function settle(passes: Pass[], verdict: Verdict): Promise<Circuit | null> {
    const last = passes.slice(-1);
    switch (verdict.kind) {
      case "nothing":
        await leave(passes);
        return null;
      case "answer":
        await close(passes);
        for (const { key } of last) note(key, false);
        return null;
      case "failure":
        return fail(passes, verdict.reason);
      case "limit": {
        const held = verdict.everybody ? passes : last;
        // To the others it has answered.
        await close(passes.filter((pass) => !held.includes(pass)));
        return longestOf(await Promise.all(held.map(({ key }) => limit(key, verdict))));
      }
    }
  }

  async function close(passes: Pass[]): Promise<void> {
    for (const { key, lease } of passes) if (lease) await shared.replace(key, lease, closed(lease));
  }

  function limit(key: string, news: { waitMs: number | null; reason: string }): Promise<Circuit> {
    return shared.change(key, (circuit) => limited(circuit, clock(), news, policy));
  }

  async function fail(passes: Pass[], reason: string): Promise<Circuit | null> {
    const tried = passes.filter(({ lease }) => lease !== null);
    const key = passes.at(-1)?.key ?? "";
    if (tried.length === 0 && !note(key, true)) return null;
    const open = (circuit: Circuit) => opened(circuit, clock(), reason, policy);
    if (tried.length === 0) {
      // One that somebody else has opened meanwhile, or tries just now, stays as it is.
      const circuit = await shared.change(key, (now) => (now.state === "closed" ? open(now) : now));
      return longestOf([circuit]);
    }
    const reopened = tried.map(async ({ key: triedKey, lease }) => {
      return shared.change(triedKey, (now) => (now.version === lease?.version ? open(now) : now));
    });
    return longestOf(await Promise.all(reopened));
  }

  /** Remembers how a call ended; answers whether it has failed too often now. */
  function note(key: string, failed: boolean): boolean {
    const recent = remember(outcomes.get(key) ?? [], { at: clock(), failed }, policy);
    const tooMany = tooManyFailures(recent, policy);
    outcomes.set(key, tooMany ? [] : recent);
    return tooMany;
  }

  function longestOf(circuits: Circuit[]): Circuit | null {
    const standing = circuits.filter(({ state }) => state !== "closed");
    return standing.toSorted((a, b) => timeLeft(b) - timeLeft(a))[0] ?? null;
  }

  function timeLeft({ state, until }: Circuit): number {
    const left = Math.max(0, until - clock());
    return state === "half_open" ? Math.min(left, recheckMs) : left;
  }

  function circuitOpen(circuit: Circuit, cause?: unknown): CircuitOpenError {
    const seconds = Math.max(1, Math.ceil(timeLeft(circuit) / 1_000));
    const why = circuit.reason === null ? "" : ` (${circuit.reason})`;
    const message = `${provider} is not called for another ${seconds} s${why}`;
    return new CircuitOpenError("circuit_open", message, { seconds, ...(cause ? { cause } : {}) });
  }

  async function made<Result>(passes: Pass[], call: () => Promise<Result>): Promise<Result> {
    let result: Result;
    try {
      result = await call();
    } catch (error) {
      const circuit = await settle(passes, judge(error));
      throw circuit ? circuitOpen(circuit, error) : error;
    }
    await settle(passes, { kind: "answer" });
    return result;
  }

  return {
    async check(keys) {
      await check(keys);
    },
    async run(keys, call) {
      const { circuits, end } = await checkInTurn(keys);
      try {
        return await made(await lease(keys, circuits), call);
      } finally {
        end();
      }
    },
  };
}
