import type { Command } from "commander";
import type { CircuitId } from "../../../core/circuit/circuit-store.ts";
import { readCircuitId, readCircuitKey, readProvider } from "../../stack/change-circuit.ts";
import { providers } from "../../stack/circuits.ts";
import { InvalidInputError } from "../../stack/input.ts";
import { optionParser, UsageError } from "../usage.ts";

/** Adds the arguments `<provider> <key>`, as `circuit list` shows them. */
export function withCircuit(command: Command): Command {
  return command
    .argument("<provider>", providers.join(", "), optionParser(readProvider))
    .argument(
      "<key>",
      "'*' or all: the shared circuit; for github also app, or an installation's ID; for employee its name",
      optionParser(readCircuitKey),
    );
}

/** Returns the circuit. Throws UsageError for a circuit that no worker uses. */
export function circuitOf(provider: string, key: string): CircuitId {
  try {
    return readCircuitId(provider, key);
  } catch (error) {
    if (!(error instanceof InvalidInputError)) throw error;
    throw new UsageError(error.message, "See `circuit list`.");
  }
}
