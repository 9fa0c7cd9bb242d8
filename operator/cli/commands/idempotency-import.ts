import type { Command } from "commander";
import { findStack } from "../../stack/find-stack.ts";
import { createOperationLog } from "../../stack/operations/operation-log.ts";
import { stackPorts } from "../../stack/stack-ports.ts";
import { keyOfLine } from "../cut-over/key-lines.ts";
import { readLines } from "../cut-over/read-lines.ts";
import { type Io, print } from "../io.ts";
import { actorOf, type ChangeOptions, changeCommand } from "../options/change-options.ts";
import { withExamples } from "../output/examples.ts";
import { createProgress } from "../output/progress.ts";

interface Options extends ChangeOptions {
  dryRun?: boolean;
}

export function addIdempotencyImport(named: Command, io: Io): void {
  const command = changeCommand(named)
    .argument("<file>", "one JSON object a line: docs/rollout.md")
    .option("--dry-run", "reads and counts them, and notes none");
  withExamples(
    command,
    'idempotency import keys.jsonl --stage prod --reason "the endpoint is switched"',
  ).action((file: string, options: Options) => importKeys(file, options, io));
}

async function importKeys(file: string, options: Options, io: Io): Promise<void> {
  const lines = await readLines(file, keyOfLine);
  // What was only seen there is still to be done.
  const keys = [...new Set(lines.filter(({ acted }) => acted).map(({ intent_key }) => intent_key))];
  if (options.dryRun) return print(io.stdout, `${keys.length} keys would be noted.`);
  const stack = await findStack(options);
  const { intents } = stackPorts(stack);
  const actor = await actorOf(options, stack);
  await createOperationLog(stack.output("IdempotencyTableName")).record({
    ...{ kind: "idempotency_import", actor, reason: options.reason },
    ids: { keys: keys.length },
  });
  const progress = createProgress(io, "keys", keys.length);
  const counts = { noted: 0, known: 0, busy: 0 };
  // Every one by the same owner, so that an import that was cut off can be repeated.
  const owner = "import";
  for (const [index, key] of keys.entries()) {
    const claim = await intents.claim(key, owner);
    if (claim.kind === "claimed") await intents.dispatched(key, owner, []);
    counts[claim.kind === "claimed" ? "noted" : claim.kind === "busy" ? "busy" : "known"] += 1;
    progress.tell(index + 1);
  }
  progress.end();
  print(io.stdout, `${counts.noted} noted, ${counts.known} known already.`);
  if (counts.busy === 0) return;
  print(io.stderr, `${counts.busy} are being worked on here at this moment: they were begun before.`);
}
