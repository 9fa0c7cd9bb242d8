import { writeFile } from "node:fs/promises";
import type { Command } from "commander";
import { CommandError } from "../../stack/errors.ts";
import { findStack, type Stack } from "../../stack/find-stack.ts";
import { findJobs } from "../../stack/jobs/find-jobs.ts";
import { jobReading } from "../../stack/jobs/job-reading.ts";
import { parseMoment } from "../../stack/time.ts";
import { compareRuns } from "../cut-over/compare-runs.ts";
import { type LegacyRun, readLegacyLog } from "../cut-over/legacy-log.ts";
import { type Comparison, countRuns, reportHtml, reportMarkdown } from "../cut-over/report.ts";
import { type Io, print, printJson } from "../io.ts";
import { type StackOptions, stackCommand } from "../options/stack-options.ts";
import { withExamples } from "../output/examples.ts";
import { createProgress } from "../output/progress.ts";

interface Options extends StackOptions {
  legacy: string;
  since?: string;
  until?: string;
  markdown?: string;
  html?: string;
  json?: boolean;
}

/** A job may be created some minutes after its webhook came in. */
const slackMs = 15 * 60_000;
const atMost = 100_000;

export function addRolloutCompare(named: Command, io: Io): void {
  const command = stackCommand(named)
    .requiredOption("--legacy <file>", "its log, one JSON object a line: docs/rollout.md")
    .option("--since <time>", "from 2h, 3d or a time; otherwise the log's first", parseMoment)
    .option("--until <time>", "until then; otherwise the log's last", parseMoment)
    .option("--markdown <file>", "writes the report there too")
    .option("--html <file>", "writes the report there too, as a page")
    .option("--json", "prints every compared command as JSON");
  withExamples(
    command,
    "rollout compare --legacy legacy.jsonl --stage prod",
    "rollout compare --legacy legacy.jsonl --stage prod --since 7d --html report.html",
  ).action((options: Options) => compare(options, io));
}

async function compare(options: Options, io: Io): Promise<void> {
  const log = await readLegacyLog(options.legacy);
  const { since, until } = rangeOf(log, options);
  const legacy = log.filter(({ received_at }) => isWithin(received_at, since, until));
  const stack = await findStack(options);
  const jobs = (await jobsBetween(stack, since, until, io)).filter(({ received_at, created_at }) =>
    isWithin(received_at ?? created_at, since, until),
  );
  const comparison: Comparison = { stack: stack.name, since, until, ...compareRuns(legacy, jobs) };
  if (options.markdown) await save(options.markdown, reportMarkdown(comparison));
  if (options.html) await save(options.html, reportHtml(comparison));
  if (options.json) {
    const { runs } = comparison;
    printJson(io.stdout, { stack: stack.name, since, until, counts: countRuns(runs), runs });
  } else print(io.stdout, reportMarkdown(comparison).trimEnd());
}

function rangeOf(log: readonly LegacyRun[], options: Options): { since: string; until: string } {
  const times = log.map(({ received_at }) => new Date(received_at).toISOString()).sort();
  const since = options.since ?? times[0];
  const until = options.until ?? times.at(-1);
  if (since && until) return { since, until };
  throw new CommandError(`${options.legacy} has no entry.`, "Say --since and --until, or check the file.");
}

function isWithin(time: string, since: string, until: string): boolean {
  return Date.parse(time) >= Date.parse(since) && Date.parse(time) <= Date.parse(until);
}

function jobsBetween(stack: Stack, since: string, until: string, io: Io) {
  const progress = createProgress(io, "jobs looked at", null);
  const later = new Date(Date.parse(until) + slackMs).toISOString();
  // By state the range is of the last change, which may be much later than the webhook: without an end.
  const filter = { states: [], since };
  const reading = jobReading(stack, progress.tell);
  return findJobs(filter, atMost, reading)
    .then((jobs) => jobs.filter(({ created_at }) => created_at <= later))
    .finally(progress.end);
}

async function save(file: string, text: string): Promise<void> {
  await writeFile(file, text).catch((error: unknown) => {
    throw new CommandError(`${file} cannot be written.`, "Check the path.", { cause: error });
  });
}
