import { type Command, InvalidArgumentError } from "commander";
import { modelProviders } from "../../../adapters/models/requirements.ts";
import type { CircuitId } from "../../../core/circuit/circuit-store.ts";
import { providers } from "../../stack/circuits.ts";
import { UsageError } from "../usage.ts";

/** Adds the arguments `<provider> <key>`, as `circuit list` shows them. */
export function withCircuit(command: Command): Command {
  return command
    .argument("<provider>", providers.join(", "), parseProvider)
    .argument(
      "<key>",
      "'*' or all: the shared circuit; for github also app, or an installation's ID",
      parseKey,
    );
}

/** Returns the circuit. Throws UsageError for a circuit that no worker uses. */
export function circuitOf(provider: string, key: string): CircuitId {
  if (key !== "*" && modelProviders.some((one) => one === provider)) {
    throw new UsageError(`${provider} has only one circuit.`, "Use the key '*' or all.");
  }
  return { provider, key };
}

function parseProvider(text: string): string {
  if (providers.some((one) => one === text)) return text;
  throw new InvalidArgumentError(`Must be one of ${providers.join(", ")}.`);
}

function parseKey(text: string): string {
  if (text === "all") return "*";
  if (/^(\*|app|[1-9][0-9]{0,14})$/.test(text)) return text;
  throw new InvalidArgumentError("Must be '*' (quoted) or all, app, or the ID of an installation.");
}
