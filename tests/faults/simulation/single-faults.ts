import type { Call } from "./faults/calls.ts";
import { type FaultKind, kindsOf, type Nature, type Plan, undisturbed } from "./faults/fault.ts";
import { functionNames } from "./platform/settings.ts";

const skewSeconds = [-5, 5];

/** A plan for each fault that any one call of an undisturbed run can have, and for each clock that may be off. */
export function singleFaults(scenario: string, calls: readonly Call[]): Plan[] {
  const plain = undisturbed(scenario);
  const faulty = calls.flatMap((call) =>
    kindsOf[call.nature]
      .filter((kind) => !isTriedElsewhere(kind, call))
      .map((kind): Plan => ({ ...plain, faults: [{ call: call.n, kind }] })),
  );
  const used = functionNames.filter((name) => calls.some(({ by }) => by.startsWith(`${name}/`)));
  const skewed = used.flatMap((name) =>
    skewSeconds.map((seconds): Plan => ({ ...plain, skews: { [name]: seconds } })),
  );
  return [...faulty, ...skewed];
}

/** Clients give up on a store, and on a read, long before a function's time is over. */
const mayHang: Nature[] = ["send", "tell", "post", "work"];

/** To crash before a call is to crash after the last one that changed something, or at the very beginning. */
function isTriedElsewhere(kind: FaultKind, { nature, isFirst }: Call): boolean {
  if (kind === "crash-before") return !isFirst && nature !== "work";
  return kind === "hang" && !mayHang.includes(nature);
}

/** The calls without the webhook's: how a comment comes in does not depend on what it says. */
export function withoutReception(calls: readonly Call[]): Call[] {
  return calls.filter(
    ({ by, what }) => !by.startsWith("receiveWebhook/") && what !== "invoke receiveWebhook",
  );
}
