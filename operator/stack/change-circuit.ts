import { modelProviders } from "../../adapters/models/requirements.ts";
import { type Circuit, closed } from "../../core/circuit/circuit.ts";
import type { CircuitId } from "../../core/circuit/circuit-store.ts";
import { isoTime } from "../../core/clock.ts";
import { employeeNamePattern } from "../../core/roster/employee.schema.ts";
import { changeCircuit, openedByHand, providers } from "./circuits.ts";
import type { Stack } from "./find-stack.ts";
import { InvalidInputError } from "./input.ts";
import { createOperationLog, type Operation } from "./operation-log.ts";
import { stackPorts } from "./stack-ports.ts";

type By = Pick<Operation, "actor" | "reason">;

/** Workers ignore a longer time as a mistake. */
const longestMs = 86_400_000;
/** Workflow steps wait for about four hours: docs/circuit.md. */
export const stepsWaitMs = 3 * 3_600_000;

/** Opens a circuit for some time, and records who does it and why. Returns the circuit before, and when the time ends. */
export async function openCircuit(
  stack: Stack,
  id: CircuitId,
  forMs: number,
  by: By,
): Promise<{ before: Circuit; until: number }> {
  const now = Date.now();
  const until = now + forMs;
  await createOperationLog(stack.output("IdempotencyTableName")).record({
    ...{ kind: "circuit_open", ...by },
    ids: { ...id, until: isoTime(until) },
  });
  const { circuits } = stackPorts(stack);
  const { before } = await changeCircuit(circuits, id, (circuit) => openedByHand(circuit, now, until));
  return { before, until };
}

/** Closes a circuit, and records who does it and why. Returns the circuit before; a closed one is not changed. */
export async function closeCircuit(stack: Stack, id: CircuitId, by: () => Promise<By>): Promise<Circuit> {
  const { circuits } = stackPorts(stack);
  const known = await circuits.read(id);
  if (known.state === "closed") return known;
  await createOperationLog(stack.output("IdempotencyTableName")).record({
    ...{ kind: "circuit_close", ...(await by()) },
    ids: { ...id },
  });
  return (await changeCircuit(circuits, id, closed)).before;
}

/** Returns a time that a circuit may be open for, in milliseconds. Throws InvalidInputError for a longer one. */
export function readOpenTime(milliseconds: number): number {
  if (milliseconds > 0 && milliseconds <= longestMs) return milliseconds;
  throw new InvalidInputError("A circuit can be open for 24 hours at most.");
}

export function readProvider(text: string): string {
  if (providers.some((one) => one === text)) return text;
  throw new InvalidInputError(`Must be one of ${providers.join(", ")}.`);
}

/** Reads the key of a circuit, where `all` means `*`. Throws InvalidInputError. */
export function readCircuitKey(text: string): string {
  if (text === "all") return "*";
  if (/^(\*|[1-9][0-9]{0,14})$/.test(text) || employeeName.test(text)) return text;
  throw new InvalidInputError(
    "Must be '*' (quoted) or all, app, the ID of an installation, or an employee's name.",
  );
}

/** `app` has this form too. */
const employeeName = new RegExp(employeeNamePattern);

/** Returns the circuit. Throws InvalidInputError for a circuit that no worker uses. */
export function readCircuitId(provider: string, key: string): CircuitId {
  if (provider === "employee" && !(employeeName.test(key) && key.length <= 32)) {
    throw new InvalidInputError("Each employee has its own circuit. Use its name.");
  }
  if (provider === "github" && !/^(\*|app|\d+)$/.test(key)) {
    throw new InvalidInputError(
      "GitHub has the circuits '*' or all, app, and one for each installation's ID.",
    );
  }
  if (key !== "*" && modelProviders.some((one) => one === provider)) {
    throw new InvalidInputError(`${provider} has only one circuit. Use the key '*' or all.`);
  }
  return { provider, key };
}
