import { test } from "@jest/globals";
import fc from "fast-check";
import type { Verdict } from "../../../../core/circuit/apply-verdict.ts";
import { type Circuit, newCircuit } from "../../../../core/circuit/circuit.ts";
import { createCircuitBreaker } from "../../../../core/circuit/circuit-breaker.ts";
import { gitHubPolicy as policy } from "../../../../core/circuit/circuit-policy.ts";
import { createCircuitParts } from "../../../fakes/circuits.ts";
import { createTestClock } from "../../../fakes/clock.ts";
import { Ended, keys, settled } from "./calls.ts";

const instances = 4;

interface Running {
  /** The call started under a lease that lasts until then; null if the circuit was closed. */
  leaseUntil: number | null;
  end(verdict: Verdict): void;
}

const verdict = fc.oneof(
  { weight: 4, arbitrary: fc.constant<Verdict>({ kind: "failure", reason: "failed" }) },
  { weight: 2, arbitrary: fc.constant<Verdict>({ kind: "answer" }) },
  fc.constant<Verdict>({ kind: "nothing" }),
  fc.record({
    kind: fc.constant("limit" as const),
    reason: fc.constant("limited"),
    waitMs: fc.option(fc.integer({ min: 0, max: 180_000 })),
    allCallers: fc.boolean(),
  }),
);

const step = fc.oneof(
  { weight: 4, arbitrary: fc.record({ begin: fc.nat(instances - 1) }) },
  { weight: 4, arbitrary: fc.record({ end: fc.nat(20), verdict }) },
  { weight: 2, arbitrary: fc.record({ advance: fc.integer({ min: 1, max: 90_000 }) }) },
);

/** Instances that share a store, calls that the test ends, and the violations found. */
function createWorld() {
  const clock = createTestClock();
  const parts = createCircuitParts(clock);
  const classifyError = (error: unknown) => (error as Ended).verdict;
  const breakers = Array.from({ length: instances }, () =>
    createCircuitBreaker({ ...parts, provider: "github", policy, classifyError }),
  );
  const running: Running[] = [];
  const wrong: string[] = [];
  let heldUntil = 0;

  const circuitOf = (key: string): Circuit => parts.store.circuits.get(`circuit#github#${key}`) ?? newCircuit;

  function beginning(): number | null {
    const seen = keys.map(circuitOf);
    if (seen.some(({ state }) => state === "open")) wrong.push("called while the circuit was open");
    if (clock() < heldUntil) wrong.push("called before the limit ended");
    const leases = seen.filter(({ state }) => state === "half_open").map(({ until }) => until);
    if (leases.length === 0) return null;
    const others = running.filter(({ leaseUntil }) => leaseUntil !== null && clock() < leaseUntil);
    if (others.length > 0) wrong.push("two probes at once");
    return Math.min(...leases);
  }

  function begin(instance: number): void {
    const call = () =>
      new Promise<void>((resolve, reject) => {
        const own: Running = {
          leaseUntil: beginning(),
          end(ended) {
            running.splice(running.indexOf(own), 1);
            if (ended.kind === "limit") heldUntil = Math.max(heldUntil, clock() + (ended.waitMs ?? 0));
            if (ended.kind === "answer") resolve();
            else reject(new Ended(ended));
          },
        };
        running.push(own);
      });
    breakers[instance]?.run(keys, call).catch(() => {});
  }

  return {
    clock,
    running,
    wrong,
    begin,
    isClosed: () => keys.every((key) => circuitOf(key).state === "closed"),
  };
}

test("an open circuit gets no calls, has one probe at a time, and closes once calls succeed", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 60, size: "max" }), async (steps) => {
      const { clock, running, wrong, begin, isClosed } = createWorld();
      for (const one of steps) {
        if ("begin" in one) begin(one.begin);
        else if ("advance" in one) clock.advance(one.advance);
        else running[one.end % Math.max(1, running.length)]?.end(one.verdict);
        await settled();
      }

      // From now on all calls succeed. The longest wait: a limit without a time that came back nine times.
      for (let n = 0; n < 3; n += 1) {
        for (const call of [...running]) call.end({ kind: "answer" });
        await settled();
        clock.advance(policy.longestLimitMs);
        begin(n % instances);
        await settled();
      }
      for (const call of [...running]) call.end({ kind: "answer" });
      await settled();

      if (!isClosed()) wrong.push("never closed");
      return wrong.length === 0 ? undefined : Promise.reject(new Error(wrong.join()));
    }),
    { numRuns: 300 },
  );
});
