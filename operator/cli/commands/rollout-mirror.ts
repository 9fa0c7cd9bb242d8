import { readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import type { Command } from "commander";
import { actorOf } from "../../stack/actor.ts";
import { OperatorError } from "../../stack/errors.ts";
import { findStack } from "../../stack/find-stack.ts";
import { createOperationLog } from "../../stack/operation-log.ts";
import { webhookSecretOf } from "../../stack/stack-secret.ts";
import { type CapturedWebhook, readCapturedWebhook } from "../../stack/webhooks/captured-webhook.ts";
import { sendWebhook } from "../../stack/webhooks/send-webhook.ts";
import { type Io, print } from "../io.ts";
import { type ChangeOptions, changeCommand } from "../options/change-options.ts";
import { parsePositive, withExamples } from "../options/stack-options.ts";
import { createProgress } from "../output/progress.ts";

interface Options extends ChangeOptions {
  rate: number;
  dryRun?: boolean;
}

export function addRolloutMirror(named: Command, io: Io): void {
  const command = changeCommand(named)
    .argument(
      "<where>",
      "a folder of files that `capture` wrote, or a file with one webhook per line (.jsonl)",
    )
    .option("--rate <number>", "maximum webhooks per second", parsePositive, 5)
    .option("--dry-run", "reads and counts the webhooks, and sends nothing");
  withExamples(
    command,
    'rollout mirror ./captured --stage prod --reason "yesterday, beside the old system" --dry-run',
  ).action((where: string, options: Options) => mirror(where, options, io));
}

async function mirror(where: string, options: Options, io: Io): Promise<void> {
  const webhooks = await readAll(where);
  if (options.dryRun) return print(io.stdout, `${webhooks.length} webhooks would be sent.`);
  const stack = await findStack(options);
  const secret = await webhookSecretOf(stack);
  await createOperationLog(stack.output("IdempotencyTableName")).record({
    ...{ kind: "rollout_mirror", actor: await actorOf(options, stack), reason: options.reason },
    ids: { webhooks: webhooks.length },
  });
  const counts = { accepted: 0, known: 0, nothing: 0 };
  const progress = createProgress(io, "webhooks sent", webhooks.length);
  const started = performance.now();
  for (const [index, webhook] of webhooks.entries()) {
    await pause(Math.max(0, started + (index * 1000) / options.rate - performance.now()));
    const { status, duplicate } = await sendWebhook(stack.output("WebhookUrl"), webhook, secret);
    counts[duplicate ? "known" : status === 202 ? "accepted" : "nothing"] += 1;
    progress.report(index + 1);
  }
  progress.end();
  const { accepted, known, nothing } = counts;
  print(io.stdout, `${accepted} accepted, ${known} already known, ${nothing} with nothing to do.`);
}

/** Reads webhooks in the order of file names or lines. Throws OperatorError for the first invalid one. */
async function readAll(where: string): Promise<CapturedWebhook[]> {
  const read = (file: string) => readFile(file, "utf8");
  const found = await stat(where).catch((error: unknown) => {
    throw new OperatorError(`${where} cannot be read.`, "Check the path.", { cause: error });
  });
  if (!found.isDirectory()) {
    const lines = (await read(where)).split("\n").filter((line) => line.trim() !== "");
    return lines.map((line, index) => readCapturedWebhook(line, `${where}:${index + 1}`));
  }
  const names = (await readdir(where)).filter((name) => name.endsWith(".json")).sort();
  return Promise.all(names.map(async (name) => readCapturedWebhook(await read(join(where, name)), name)));
}
