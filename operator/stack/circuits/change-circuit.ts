import type { Circuit } from "../../../core/circuit/circuit.ts";
import type { CircuitId, CircuitStore } from "../../../core/circuit/circuit-store.ts";
import { CommandError } from "../errors.ts";

const tries = 5;

/** Changes a circuit as workers do, against whoever changes it at the same time. Answers it before and after. */
export async function changeCircuit(
  store: CircuitStore,
  id: CircuitId,
  change: (circuit: Circuit) => Circuit,
): Promise<{ before: Circuit; after: Circuit }> {
  for (let n = 0; n < tries; n += 1) {
    const before = await store.read(id);
    const after = change(before);
    if (await store.replace(id, before, after)) return { before, after };
  }
  throw new CommandError("The circuit is being changed by others all the time.", "Try again.");
}

/** Nobody calls until then; the next who asks tries for everybody, as after any other opening. */
export function held(circuit: Circuit, now: number, until: number): Circuit {
  const { version, since } = circuit;
  return { ...circuit, state: "open", version: version + 1, until, since: since ?? now, reason: "by_hand" };
}
