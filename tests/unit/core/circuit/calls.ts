import { beforeEach, expect } from "@jest/globals";
import type { Verdict } from "../../../../core/circuit/apply-verdict.ts";
import { type CircuitBreaker, createCircuitBreaker } from "../../../../core/circuit/circuit-breaker.ts";
import { gitHubPolicy } from "../../../../core/circuit/circuit-policy.ts";
import { circuitStates, createCircuitParts, type FakeCircuitParts } from "../../../fakes/circuits.ts";
import { createTestClock, type TestClock } from "../../../fakes/clock.ts";

/** The end of a call, with the verdict on it. */
export class Ended extends Error {
  readonly verdict: Verdict;
  constructor(verdict: Verdict) {
    super(verdict.kind);
    this.verdict = verdict;
  }
}

export const failure = new Ended({ kind: "failure", reason: "provider_failed" });
export const refused = new Ended({ kind: "answer" });
export const noVerdict = new Ended({ kind: "nothing" });
export const limit = (waitMs: number | null, allCallers = true) =>
  new Ended({ kind: "limit", reason: "provider_throttled", waitMs, allCallers });

type End = Ended | "fine";

export const keys = ["*", "5"];

/** Resolves when all pending promises have settled. */
export const settled = () => new Promise((resolve) => setImmediate(resolve));

/**
 * The error of a call that must wait that many seconds; with the failure that opened the circuit, if it was
 * its own.
 */
export const waiting = (seconds: number, cause?: unknown) =>
  expect.objectContaining({
    ...{ name: "CircuitOpenError", code: "circuit_open", seconds },
    ...(cause ? { cause } : {}),
  });

/** Gives each test of a file instances that share a store, and a clock. */
export function setUpCalls() {
  let clock: TestClock;
  let parts: FakeCircuitParts;
  let breaker: CircuitBreaker;

  const instance = (policy = gitHubPolicy, provider = "github") =>
    createCircuitBreaker({ ...parts, provider, policy, classifyError: (error) => (error as Ended).verdict });

  beforeEach(() => {
    clock = createTestClock();
    parts = createCircuitParts(clock);
    breaker = instance();
  });

  const stateOf = (key: string) => parts.store.circuits.get(`circuit#github#${key}`)?.state ?? "closed";

  /** The result or the error of a call that ends so. */
  function outcome(how: End, by = breaker, at = keys): Promise<unknown> {
    const call = async () => {
      if (how === "fine") return how;
      throw how;
    };
    return by.run(at, call).catch((error: unknown) => error);
  }

  async function outcomes(...ends: End[]): Promise<unknown[]> {
    const seen: unknown[] = [];
    for (const how of ends) seen.push(await outcome(how));
    return seen;
  }

  /** A call that the test ends. */
  function pending(by = breaker) {
    let end: (how: End) => void = () => {};
    let started = false;
    const call = () =>
      new Promise<string>((resolve, reject) => {
        started = true;
        end = (how) => (how === "fine" ? resolve(how) : reject(how));
      });
    const result = by.run(keys, call).catch((error: unknown) => error);
    return { result, started: () => started, end: (how: End) => end(how) };
  }

  async function openNow(): Promise<void> {
    await outcomes(failure, failure, failure, failure, failure);
    expect(stateOf("5")).toBe("open");
  }

  return {
    ...{ instance, stateOf, outcome, outcomes, pending, openNow },
    clock: () => clock,
    parts: () => parts,
    breaker: () => breaker,
    /** The states in the log; the metric counts how often a circuit opens. */
    publishedStates() {
      const states = circuitStates(parts.log);
      expect(parts.metrics.counted).toEqual(
        states.filter((state) => state === "open").map(() => ({ name: "CircuitOpened", dimensions: {} })),
      );
      return states;
    },
  };
}
