import type { Command } from "commander";
import { actorOf } from "../../stack/actor.ts";
import { findStack } from "../../stack/find-stack.ts";
import { createOperationLog } from "../../stack/operation-log.ts";
import { stackPorts } from "../../stack/stack-ports.ts";
import { keyOfLine } from "../cut-over/key-lines.ts";
import { readLines } from "../cut-over/read-lines.ts";
import { type Io, print } from "../io.ts";
import { type ChangeOptions, changeCommand } from "../options/change-options.ts";
import { withExamples } from "../options/stack-options.ts";
import { createProgress } from "../output/progress.ts";

interface Options extends ChangeOptions {
  dryRun?: boolean;
}

export function addIdempotencyImport(named: Command, io: Io): void {
  const command = changeCommand(named)
    .argument("<file>", "one JSON object per line: docs/rollout.md")
    .option("--dry-run", "reads and counts the keys, and records nothing");
  withExamples(
    command,
    'idempotency import keys.jsonl --stage prod --reason "the endpoint is switched"',
  ).action((file: string, options: Options) => importKeys(file, options, io));
}

async function importKeys(file: string, options: Options, io: Io): Promise<void> {
  const lines = await readLines(file, keyOfLine);
  // The other system has not acted on the others, so they can still run here.
  const keys = [...new Set(lines.filter(({ acted }) => acted).map(({ intent_key }) => intent_key))];
  if (options.dryRun) return print(io.stdout, `${keys.length} keys would be recorded.`);
  const stack = await findStack(options);
  const { intents } = stackPorts(stack);
  const actor = await actorOf(options, stack);
  await createOperationLog(stack.output("IdempotencyTableName")).record({
    ...{ kind: "idempotency_import", actor, reason: options.reason },
    ids: { keys: keys.length },
  });
  const progress = createProgress(io, "keys", keys.length);
  const counts = { recorded: 0, known: 0, busy: 0 };
  // All keys have the same owner, so that an interrupted import can be repeated.
  const owner = "import";
  for (const [index, key] of keys.entries()) {
    const claim = await intents.claim(key, owner);
    if (claim.kind === "claimed") await intents.dispatched(key, owner, []);
    counts[claim.kind === "claimed" ? "recorded" : claim.kind === "busy" ? "busy" : "known"] += 1;
    progress.report(index + 1);
  }
  progress.end();
  print(io.stdout, `${counts.recorded} recorded, ${counts.known} already known.`);
  if (counts.busy === 0) return;
  print(io.stderr, `${counts.busy} were not recorded: they are being dispatched here right now.`);
}
