import type { Call } from "./faults/calls.ts";
import { type FaultKind, kindsOf, type Nature, type Plan, undisturbed } from "./faults/fault.ts";
import { type FunctionName, functionNames } from "./platform/settings.ts";

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

const steps: FunctionName[] = [
  ...(["acknowledgeJob", "freezeContext", "runEmployee", "publishResult"] as const),
  ...(["compensateJob", "publishFailure"] as const),
];
/** Calls whose failure somebody handles. */
const handled = ["jobs.transition", "writer.createComment", "model.run", "circuit.admit"];

/**
 * To crash before a call is to crash after the last one that changed something, or at the very beginning. And the
 * workflow tries a step again that crashed as it does one that failed: an error that nobody handles is nothing else.
 */
function isTriedElsewhere(kind: FaultKind, { by, what, nature, isFirst }: Call): boolean {
  if (kind === "crash-before") return !isFirst && nature !== "work";
  if (kind === "hang") return !mayHang.includes(nature);
  const isOfStep = steps.some((step) => by.startsWith(`${step}/`));
  return (kind === "fail" || kind === "lost") && isOfStep && !handled.includes(what);
}

/** The calls without the webhook's: how a comment comes in does not depend on what it says. */
export function withoutReception(calls: readonly Call[]): Call[] {
  return calls.filter(
    ({ by, what }) => !by.startsWith("receiveWebhook/") && what !== "invoke receiveWebhook",
  );
}
