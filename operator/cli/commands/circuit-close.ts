import type { Command } from "commander";
import { actorOf } from "../../stack/actor.ts";
import { closeCircuit } from "../../stack/change-circuit.ts";
import { findStack } from "../../stack/find-stack.ts";
import { type Io, print } from "../io.ts";
import { type ChangeOptions, changeCommand } from "../options/change-options.ts";
import { circuitOf, withCircuit } from "../options/circuit-argument.ts";
import { withExamples } from "../options/stack-options.ts";

export function addCircuitClose(named: Command, io: Io): void {
  withExamples(
    withCircuit(changeCommand(named)),
    'circuit close anthropic all --stage prod --reason "the key is replaced"',
  ).action((provider: string, key: string, options: ChangeOptions) => close(provider, key, options, io));
}

async function close(provider: string, key: string, options: ChangeOptions, io: Io): Promise<void> {
  const id = circuitOf(provider, key);
  const stack = await findStack(options);
  const before = await closeCircuit(stack, id, async () => ({
    ...{ actor: await actorOf(options, stack), reason: options.reason },
  }));
  if (before.state === "closed") {
    print(io.stdout, `${provider} ${key} is already closed: calls are allowed.`);
    return;
  }
  print(
    io.stdout,
    `${provider} ${key} calls allowed again; the circuit was ${before.state} (${before.reason}).`,
  );
  print(io.stderr, "Waiting jobs continue within 5 min, queued deliveries within 15 min.");
}
