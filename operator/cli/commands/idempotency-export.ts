import type { Command } from "commander";
import { findStack } from "../../stack/find-stack.ts";
import { findJobs } from "../../stack/jobs/find-jobs.ts";
import { jobReading } from "../../stack/jobs/job-reading.ts";
import { parseMoment } from "../../stack/time.ts";
import { keyLine } from "../cut-over/key-lines.ts";
import { type Io, print } from "../io.ts";
import { type StackOptions, stackCommand } from "../options/stack-options.ts";
import { withExamples } from "../output/examples.ts";
import { createProgress } from "../output/progress.ts";

interface Options extends StackOptions {
  since?: string;
}

const atMost = 1_000_000;

export function addIdempotencyExport(named: Command, io: Io): void {
  const command = stackCommand(named).option(
    "--since <time>",
    "of jobs that changed since 2h, 3d or a time; otherwise all",
    parseMoment,
  );
  withExamples(command, "idempotency export --since 3d --stage prod > keys.jsonl").action(
    (options: Options) => exportKeys(options, io),
  );
}

async function exportKeys({ since, ...options }: Options, io: Io): Promise<void> {
  const stack = await findStack(options);
  const progress = createProgress(io, "jobs looked at", null);
  const filter = { states: [], ...(since && { since }) };
  const jobs = await findJobs(filter, atMost, jobReading(stack, progress.tell)).finally(progress.end);
  for (const job of jobs) print(io.stdout, JSON.stringify(keyLine(job)));
  print(io.stderr, `${jobs.length} keys.`);
}
