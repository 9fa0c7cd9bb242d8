import type { Command } from "commander";
import { findStack } from "../../stack/find-stack.ts";
import { createJobReader, findJobs } from "../../stack/jobs/find-jobs.ts";
import { keyLine } from "../cut-over/key-lines.ts";
import { type Io, print } from "../io.ts";
import { type StackOptions, stackCommand, withExamples } from "../options/stack-options.ts";
import { parseMoment } from "../options/time-options.ts";
import { createProgress } from "../output/progress.ts";

interface Options extends StackOptions {
  since?: string;
}

const maxJobs = 1_000_000;

export function addIdempotencyExport(named: Command, io: Io): void {
  const command = stackCommand(named).option(
    "--since <time>",
    "only jobs changed since then: an age such as 2h or 3d, or a time",
    parseMoment,
  );
  withExamples(command, "idempotency export --since 3d --stage prod > keys.jsonl").action(
    (options: Options) => exportKeys(options, io),
  );
}

async function exportKeys({ since, ...options }: Options, io: Io): Promise<void> {
  const stack = await findStack(options);
  const progress = createProgress(io, "jobs read", null);
  const filter = { states: [], ...(since && { since }) };
  const jobs = await findJobs(filter, maxJobs, createJobReader(stack, progress.report)).finally(progress.end);
  for (const job of jobs) print(io.stdout, JSON.stringify(keyLine(job)));
  print(io.stderr, `${jobs.length} keys.`);
}
