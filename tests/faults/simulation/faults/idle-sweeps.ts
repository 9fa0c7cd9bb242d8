import type { Call } from "./calls.ts";

/** The calls without those of idle sweeps: an idle sweep makes the same calls in every scenario. */
export function withoutIdleSweeps(calls: readonly Call[]): Call[] {
  const sweeps = Map.groupBy(calls.filter(isOfSweep), (call) => lastStart(call, calls));
  const idle = [...sweeps.values()].filter((sweep) => sweep.every(({ what }) => idleCalls.has(what))).flat();
  return calls.filter((call) => !idle.includes(call));
}

const idleCalls = new Set([
  ...["invoke sweepDeliveries", "deliveries.pending", "index.inState", "marks.read", "marks.advance"],
  ...["redeliveries.beginWalk", "hook.page", "redeliveries.endWalk", "lanes.contended", "paces.waiting"],
]);

function isOfSweep({ by, what }: Call): boolean {
  return by.startsWith("sweepDeliveries/") || what === "invoke sweepDeliveries";
}

/** The number of the call that started the sweep of this call. */
function lastStart({ n }: Call, calls: readonly Call[]): number {
  return calls.findLast((call) => call.n <= n && call.what === "invoke sweepDeliveries")?.n ?? 0;
}
