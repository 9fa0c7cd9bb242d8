import type { Command } from "commander";
import { isoTime } from "../../../core/clock.ts";
import { actorOf } from "../../stack/actor.ts";
import { changeCircuit, openedByHand } from "../../stack/circuits.ts";
import { findStack } from "../../stack/find-stack.ts";
import { timeWithAge } from "../../stack/format.ts";
import { createOperationLog } from "../../stack/operation-log.ts";
import { stackPorts } from "../../stack/stack-ports.ts";
import { type Io, print } from "../io.ts";
import { type ChangeOptions, changeCommand } from "../options/change-options.ts";
import { circuitOf, withCircuit } from "../options/circuit-argument.ts";
import { withExamples } from "../options/stack-options.ts";
import { parseDuration } from "../options/time-options.ts";
import { UsageError } from "../usage.ts";

interface Options extends ChangeOptions {
  for: number;
}

/** Workers ignore a longer time as a mistake. */
const longestMs = 86_400_000;
/** Workflow steps wait for about four hours: docs/circuit.md. */
const stepsWaitMs = 3 * 3_600_000;

export function addCircuitOpen(named: Command, io: Io): void {
  const command = withCircuit(changeCommand(named)).requiredOption(
    "--for <duration>",
    "how long, such as 30m; at most 24h",
    parseDuration,
  );
  withExamples(
    command,
    'circuit open anthropic all --for 30m --stage prod --reason "the key is being replaced"',
    'circuit open github 5001 --for 2h --stage prod --reason "requested by the owners"',
  ).action((provider: string, key: string, options: Options) => open(provider, key, options, io));
}

async function open(provider: string, key: string, options: Options, io: Io): Promise<void> {
  const id = circuitOf(provider, key);
  if (options.for > longestMs)
    throw new UsageError("A circuit can be open for 24 hours at most.", "Use --for 24h.");
  const stack = await findStack(options);
  const actor = await actorOf(options, stack);
  const now = Date.now();
  const until = now + options.for;
  await createOperationLog(stack.output("IdempotencyTableName")).record({
    ...{ kind: "circuit_open", actor, reason: options.reason },
    ids: { provider, key, until: isoTime(until) },
  });
  const { circuits } = stackPorts(stack);
  const { before } = await changeCircuit(circuits, id, (circuit) => openedByHand(circuit, now, until));
  if (before.state === "open" && before.until > until) {
    print(
      io.stderr,
      `warning: it was already open for longer, until ${isoTime(before.until)} (${before.reason}).`,
    );
  }
  if (options.for > stepsWaitMs) {
    print(io.stderr, "warning: jobs wait for about four hours and then fail with circuit_open.");
  }
  print(io.stdout, `${provider} ${key} calls blocked until ${timeWithAge(until, Date.now())}.`);
  print(io.stderr, "Every worker stops within 5 s. After that time one worker probes for all.");
}
