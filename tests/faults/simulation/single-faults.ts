import type { Call } from "./faults/calls.ts";
import { type FaultKind, kindsOf, type Nature, type Plan, undisturbed } from "./faults/fault.ts";
import { type FunctionName, functionNames } from "./platform/settings.ts";

const skewSeconds = [-5, 5];

/** One plan for each fault of each call of an undisturbed run, and one for each wrong clock. */
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

/** Clients give up a call to a store, and a read, long before a function's time limit. */
const mayHang: Nature[] = ["send", "github-write", "post", "work"];

const steps: FunctionName[] = [
  ...(["acknowledgeJob", "freezeContext", "runEmployee", "publishResult"] as const),
  ...(["callEmployee", "compensateJob", "publishFailure"] as const),
];
/** Calls whose failures are handled. */
const handled = ["jobs.transition", "writer.createComment", "model.run", "circuit.admit"];

/**
 * A crash before a call equals a crash after the last call that changed something, or at the start. The
 * workflow retries a crashed step as it does a failed one, so an unhandled error equals a crash.
 */
function isTriedElsewhere(kind: FaultKind, { by, what, nature, isFirst }: Call): boolean {
  if (kind === "crash-before") return !isFirst && nature !== "work";
  if (kind === "hang") return !mayHang.includes(nature);
  const isOfStep = steps.some((step) => by.startsWith(`${step}/`));
  return (kind === "fail" || kind === "lost") && isOfStep && !handled.includes(what);
}

/** The calls without the webhook's: the reception of a comment does not depend on its text. */
export function withoutReception(calls: readonly Call[]): Call[] {
  return calls.filter(
    ({ by, what }) => !by.startsWith("receiveWebhook/") && what !== "invoke receiveWebhook",
  );
}
