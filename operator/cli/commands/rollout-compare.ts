import { writeFile } from "node:fs/promises";
import type { Command } from "commander";
import type { Job } from "../../../core/jobs/job.ts";
import { withConcurrency } from "../../../core/with-concurrency.ts";
import { OperatorError } from "../../stack/errors.ts";
import { findStack, type Stack } from "../../stack/find-stack.ts";
import { createJobReader, findJobs } from "../../stack/jobs/find-jobs.ts";
import { type KeptAnswer, readKeptAnswer } from "../../stack/jobs/kept-answer.ts";
import { type StackPorts, stackPorts } from "../../stack/stack-ports.ts";
import { type ComparedRun, compareRuns } from "../cut-over/compare-runs.ts";
import { type LegacyRun, readLegacyLog } from "../cut-over/legacy-log.ts";
import { type Comparison, countRuns, reportHtml, reportMarkdown } from "../cut-over/report.ts";
import { type Io, print, printJson } from "../io.ts";
import { type StackOptions, stackCommand, withExamples } from "../options/stack-options.ts";
import { parseMoment } from "../options/time-options.ts";
import { createProgress } from "../output/progress.ts";

interface Options extends StackOptions {
  legacy: string;
  since?: string;
  until?: string;
  markdown?: string;
  html?: string;
  json?: boolean;
}

/** A job may be created some minutes after its webhook was received. */
const slackMs = 15 * 60_000;
const maxJobs = 100_000;

export function addRolloutCompare(named: Command, io: Io): void {
  const command = stackCommand(named)
    .requiredOption("--legacy <file>", "your old system's log, one JSON object per line: docs/rollout.md")
    .option(
      "--since <time>",
      "start of the period: an age such as 2h or 3d, or a time (default: the log's first entry)",
      parseMoment,
    )
    .option("--until <time>", "end of the period (default: the log's last entry)", parseMoment)
    .option("--markdown <file>", "also writes the report to a file")
    .option("--html <file>", "also writes the report to a file, as a web page")
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
  const compared = compareRuns(legacy, jobs);
  const runs = await withKeptAnswers(compared.runs, jobs, stackPorts(stack));
  const comparison: Comparison = { stack: stack.name, since, until, ...compared, runs };
  if (options.markdown) await save(options.markdown, reportMarkdown(comparison));
  if (options.html) await save(options.html, reportHtml(comparison));
  if (options.json) {
    printJson(io.stdout, { stack: stack.name, since, until, counts: countRuns(runs), runs });
  } else print(io.stdout, reportMarkdown(comparison).trimEnd());
}

function rangeOf(log: readonly LegacyRun[], options: Options): { since: string; until: string } {
  const times = log.map(({ received_at }) => new Date(received_at).toISOString()).sort();
  const since = options.since ?? times[0];
  const until = options.until ?? times.at(-1);
  if (since && until) return { since, until };
  throw new OperatorError(`${options.legacy} is empty.`, "Check the file, or give --since and --until.");
}

function isWithin(time: string, since: string, until: string): boolean {
  return Date.parse(time) >= Date.parse(since) && Date.parse(time) <= Date.parse(until);
}

function jobsBetween(stack: Stack, since: string, until: string, io: Io) {
  const progress = createProgress(io, "jobs read", null);
  const later = new Date(Date.parse(until) + slackMs).toISOString();
  // Without another filter the range is of the last change, which may be much later than the webhook: no end.
  const filter = { states: [], since };
  const reading = createJobReader(stack, progress.report);
  return findJobs(filter, maxJobs, reading)
    .then((jobs) => jobs.filter(({ created_at }) => created_at <= later))
    .finally(progress.end);
}

/** Adds the answers that employees gave in shadow. */
async function withKeptAnswers(
  runs: ComparedRun[],
  jobs: readonly Job[],
  ports: Pick<StackPorts, "payloads">,
): Promise<ComparedRun[]> {
  const byId = new Map(jobs.map((job) => [job.job_id, job]));
  const found = new Map<ComparedRun, KeptAnswer | null>();
  const pace = { width: 8, timeLeft: () => Number.POSITIVE_INFINITY };
  await withConcurrency(runs, pace, async (run) => {
    const job = byId.get(run.job_id ?? "");
    if (job) found.set(run, await readKeptAnswer(job, ports));
  });
  return runs.map((run) => ({ ...run, kept_answer: found.get(run) ?? null }));
}

async function save(file: string, text: string): Promise<void> {
  await writeFile(file, text).catch((error: unknown) => {
    throw new OperatorError(`${file} cannot be written.`, "Check the path.", { cause: error });
  });
}
