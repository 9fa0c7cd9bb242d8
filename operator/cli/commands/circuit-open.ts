import type { Command } from "commander";
import { isoTime } from "../../../core/clock.ts";
import { actorOf } from "../../stack/actor.ts";
import { openCircuit, readOpenTime, stepsWaitMs } from "../../stack/change-circuit.ts";
import { findStack } from "../../stack/find-stack.ts";
import { timeWithAge } from "../../stack/format.ts";
import { type Io, print } from "../io.ts";
import { type ChangeOptions, changeCommand } from "../options/change-options.ts";
import { circuitOf, withCircuit } from "../options/circuit-argument.ts";
import { withExamples } from "../options/stack-options.ts";
import { parseDuration } from "../options/time-options.ts";
import { optionParser } from "../usage.ts";

interface Options extends ChangeOptions {
  for: number;
}

const parseOpenTime = optionParser((text) => readOpenTime(parseDuration(text)));

export function addCircuitOpen(named: Command, io: Io): void {
  const command = withCircuit(changeCommand(named)).requiredOption(
    "--for <duration>",
    "how long, such as 30m; at most 24h",
    parseOpenTime,
  );
  withExamples(
    command,
    'circuit open anthropic all --for 30m --stage prod --reason "the key is being replaced"',
    'circuit open github 5001 --for 2h --stage prod --reason "requested by the owners"',
  ).action((provider: string, key: string, options: Options) => open(provider, key, options, io));
}

async function open(provider: string, key: string, options: Options, io: Io): Promise<void> {
  const id = circuitOf(provider, key);
  const stack = await findStack(options);
  const by = { actor: await actorOf(options, stack), reason: options.reason };
  const { before, until } = await openCircuit(stack, id, options.for, by);
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
