import type { Command } from "commander";
import { isoTime } from "../../../core/clock.ts";
import { changeCircuit, held } from "../../stack/circuits/change-circuit.ts";
import { UsageError } from "../../stack/errors.ts";
import { findStack } from "../../stack/find-stack.ts";
import { createOperationLog } from "../../stack/operations/operation-log.ts";
import { stackPorts } from "../../stack/stack-ports.ts";
import { moment, parseDuration } from "../../stack/time.ts";
import { type Io, print } from "../io.ts";
import { actorOf, type ChangeOptions, changeCommand } from "../options/change-options.ts";
import { circuitOf, withCircuit } from "../options/circuit-argument.ts";
import { withExamples } from "../output/examples.ts";

interface Options extends ChangeOptions {
  for: number;
}

/** Workers take more than that for a mistake. */
const longestMs = 86_400_000;
/** A step of the workflow waits for about four hours: docs/circuit.md. */
const stepsWaitMs = 3 * 3_600_000;

export function addCircuitOpen(named: Command, io: Io): void {
  const command = withCircuit(changeCommand(named)).requiredOption(
    "--for <duration>",
    "how long, such as 30m; a day at most",
    parseDuration,
  );
  withExamples(
    command,
    'circuit open anthropic all --for 30m --stage prod --reason "the key is being replaced"',
    'circuit open github 5001 --for 2h --stage prod --reason "asked by the owners"',
  ).action((provider: string, key: string, options: Options) => open(provider, key, options, io));
}

async function open(provider: string, key: string, options: Options, io: Io): Promise<void> {
  const id = circuitOf(provider, key);
  if (options.for > longestMs) throw new UsageError("A circuit is open for a day at most.", "Use --for 24h.");
  const stack = await findStack(options);
  const actor = await actorOf(options, stack);
  const now = Date.now();
  const until = now + options.for;
  await createOperationLog(stack.output("IdempotencyTableName")).record({
    ...{ kind: "circuit_open", actor, reason: options.reason },
    ids: { provider, key, until: isoTime(until) },
  });
  const { circuits } = stackPorts(stack);
  const { before } = await changeCircuit(circuits, id, (circuit) => held(circuit, now, until));
  if (before.state === "open" && before.until > until) {
    print(io.stderr, `warning: it was open for longer, until ${isoTime(before.until)} (${before.reason}).`);
  }
  if (options.for > stepsWaitMs) {
    print(io.stderr, "warning: jobs wait for about four hours, then they fail with circuit_open.");
  }
  print(io.stdout, `Nobody calls ${provider} ${key} until ${moment(until, Date.now())}.`);
  print(io.stderr, "Every worker knows within 5 s. Then the first who asks tries it for everybody.");
}
