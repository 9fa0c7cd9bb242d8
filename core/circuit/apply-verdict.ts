import { type CallPermit, releaseLeases } from "./admit-call.ts";
import { type Circuit, closed, limited, opened } from "./circuit.ts";
import { circuitWithLongestWait } from "./circuit-open.ts";
import { addOutcome, type Outcome, tooManyFailures } from "./outcomes.ts";
import type { CircuitDeps, SharedCircuits } from "./shared-circuits.ts";

/** What the end of a call shows about its provider. */
export type Verdict =
  /** It answered, even if it refused this one request. */
  | { kind: "answer" }
  /** It is unreachable or failing. */
  | { kind: "failure"; reason: string }
  /** It rate-limits us, for `waitMs` if it gave a time: all callers, or only this one. */
  | { kind: "limit"; reason: string; waitMs: number | null; allCallers: boolean }
  /** The call was not made, or failed for a reason of our own. */
  | { kind: "nothing" };

/** Returns the function that applies a verdict to a call's circuits. It returns the circuit that the verdict left open. */
export function createApplyVerdict(deps: CircuitDeps, shared: SharedCircuits) {
  const { policy, clock } = deps;
  const outcomes = new Map<string, Outcome[]>();

  /** Records how a call ended. Returns whether the circuit has failed too often. */
  function record(key: string, failed: boolean): boolean {
    const recent = addOutcome(outcomes.get(key) ?? [], { at: clock(), failed }, policy);
    const tooMany = tooManyFailures(recent, policy);
    outcomes.set(key, tooMany ? [] : recent);
    return tooMany;
  }

  async function close(permits: CallPermit[]): Promise<void> {
    for (const { key, lease } of permits) if (lease) await shared.replace(key, lease, closed(lease));
  }

  function notClosed(circuits: Circuit[]): Circuit | null {
    return circuitWithLongestWait(
      circuits.filter(({ state }) => state !== "closed"),
      clock(),
    );
  }

  async function limit(permits: CallPermit[], verdict: Verdict & { kind: "limit" }): Promise<Circuit | null> {
    const held = verdict.allCallers ? permits : permits.slice(-1);
    // The provider answered as far as the other circuits are concerned.
    await close(permits.filter((permit) => !held.includes(permit)));
    const change = (circuit: Circuit) => limited(circuit, clock(), verdict, policy);
    return notClosed(await Promise.all(held.map(({ key }) => shared.change(key, change))));
  }

  async function fail(permits: CallPermit[], reason: string): Promise<Circuit | null> {
    const open = (circuit: Circuit) => opened(circuit, clock(), reason, policy);
    const probed = permits.filter(({ lease }) => lease !== null);
    const key = permits.at(-1)?.key ?? "";
    if (probed.length === 0) {
      if (!record(key, true)) return null;
      // A circuit that another instance has opened or probes meanwhile stays as it is.
      return notClosed([await shared.change(key, (now) => (now.state === "closed" ? open(now) : now))]);
    }
    const reopened = probed.map(({ key: probedKey, lease }) =>
      shared.change(probedKey, (now) => (now.version === lease?.version ? open(now) : now)),
    );
    return notClosed(await Promise.all(reopened));
  }

  return async function applyVerdict(permits: CallPermit[], verdict: Verdict): Promise<Circuit | null> {
    switch (verdict.kind) {
      case "nothing":
        await releaseLeases(permits, shared, clock());
        return null;
      case "answer":
        await close(permits);
        for (const { key } of permits.slice(-1)) record(key, false);
        return null;
      case "failure":
        return fail(permits, verdict.reason);
      case "limit":
        return limit(permits, verdict);
    }
  };
}
