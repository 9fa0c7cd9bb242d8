import type { Command } from "commander";
import { countText } from "../../../core/budgets/money.ts";
import type { Job } from "../../../core/jobs/job.ts";
import { pacedSince } from "../../../core/jobs/paced.ts";
import { costOf, costText } from "../../stack/cost/job-cost.ts";
import { OperatorError } from "../../stack/errors.ts";
import { findStack } from "../../stack/find-stack.ts";
import { timeWithAge } from "../../stack/format.ts";
import { type ApiUrlOptions, apiUrlOf } from "../../stack/github-url.ts";
import { unknownJob } from "../../stack/jobs/change-job.ts";
import { readJobDetails } from "../../stack/jobs/job-details.ts";
import { jobSummary, stateText } from "../../stack/jobs/job-summary.ts";
import type { KeptAnswer } from "../../stack/jobs/kept-answer.ts";
import { timeline } from "../../stack/jobs/timeline.ts";
import { type Io, print, printJson } from "../io.ts";
import { type StackOptions, stackCommand, withApiUrl, withExamples } from "../options/stack-options.ts";
import { executionColumns, failureColumns, timelineColumns } from "../output/job-columns.ts";
import { printTable } from "../output/print-table.ts";
import { fields } from "../output/table.ts";

interface Options extends StackOptions, ApiUrlOptions {
  body?: boolean;
  json?: boolean;
}

export function addJob(named: Command, io: Io): void {
  const command = stackCommand(named)
    .argument("<id>", "job ID, as `jobs` and the answer on the pull request show it")
    .option("--body", "also shows the command's text (untrusted content)")
    .option("--json", "prints JSON");
  withApiUrl(command).action((id: string, options: Options) => job(id, options, io));
  withExamples(command, "job q5n2kd7ucrxw6hs3ezfyjg4tba-summary --stage prod");
}

async function job(id: string, options: Options, io: Io): Promise<void> {
  const stack = await findStack(options);
  const details = await readJobDetails(id, stack, apiUrlOf(options, io.env, stack));
  if (!details) {
    const { message, advice } = unknownJob(id, stack);
    throw new OperatorError(message, advice);
  }
  const { job: found, executions, kept_answer, links } = details;
  if (options.json) {
    const { name, text, arguments: given } = found.command;
    const command = options.body ? { command: { name, text, arguments: given } } : {};
    return printJson(io.stdout, { stack: stack.name, ...details, job: { ...jobSummary(found), ...command } });
  }
  print(io.stdout, ...fields(head(found, options, Date.now())), "");
  printTable(io, timelineColumns, timeline(details));
  print(io.stdout, "");
  if (executions.length > 0) printTable(io, executionColumns, executions);
  else print(io.stdout, inShadow);
  print(io.stdout, "");
  const failed = executions.flatMap(({ name, failed_steps }) =>
    failed_steps.map((step) => ({ name, ...step })),
  );
  if (failed.length > 0) {
    printTable(io, failureColumns, failed);
    print(io.stdout, "");
  }
  if (kept_answer) print(io.stdout, ...keptLines(kept_answer), "");
  // Unchanged: a cut or quoted URL does not work.
  print(io.stdout, ...Object.entries(links).map(([name, link]) => `${name.padEnd(12)}  ${link}`));
}

function head(found: Job, { body }: Options, now: number): Record<string, string | number | null> {
  const { command, refusals } = found;
  const paced_since = pacedSince(found);
  return {
    job: found.job_id,
    state: stateText(found),
    "pull request": `${found.repo}#${found.pr_number}`,
    command: body ? `/${command.name} ${command.text}` : `/${command.name}`,
    employee: found.employee,
    "asked by": found.sender.login,
    attempt: found.attempt,
    commit: found.head_sha,
    ...costFields(found),
    created: timeWithAge(found.created_at, now),
    changed: timeWithAge(found.updated_at, now),
    ...(paced_since && { "waits since": timeWithAge(paced_since, now) }),
    ...(refusals.length > 0 && { refused: refusals.map(({ code }) => code).join(", ") }),
  };
}

function costFields(found: Job): Record<string, string> {
  const cost = costOf(found);
  if (!cost) return {};
  const { model, input_tokens, output_tokens } = cost;
  const tokens = `${countText(input_tokens)} input and ${countText(output_tokens)} output tokens`;
  return {
    cost: cost.estimated ? costText(cost) : `${costText(cost)} (${tokens})`,
    ...(model && { model }),
  };
}

/** The text has no control characters: it was made harmless for GitHub. */
function keptLines({ text, problem }: KeptAnswer): string[] {
  if (text === null) return [`The answer was kept, but ${problem}.`];
  return [
    "The kept answer, which was not posted (untrusted content):",
    ...text.split(/\r\n|[\r\n]/).map((line) => `  ${line}`),
  ];
}

const inShadow = "No execution: a job in shadow is recorded, and nothing is posted (rollout show).";
