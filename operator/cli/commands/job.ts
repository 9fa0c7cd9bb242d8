import type { Command } from "commander";
import type { Job } from "../../../core/jobs/job.ts";
import { CommandError } from "../../stack/errors.ts";
import { findStack } from "../../stack/find-stack.ts";
import { type ApiUrlOptions, apiUrlOf, withApiUrl } from "../../stack/github-url.ts";
import type { ExecutionStory } from "../../stack/jobs/executions.ts";
import { jobState } from "../../stack/jobs/job-state-text.ts";
import { readStory } from "../../stack/jobs/job-story.ts";
import { jobSummary } from "../../stack/jobs/job-summary.ts";
import { unknownJob } from "../../stack/jobs/refusal-texts.ts";
import { timeline, timelineColumns } from "../../stack/jobs/timeline.ts";
import { moment, secondsOf, span } from "../../stack/time.ts";
import { type Io, print, printJson } from "../io.ts";
import { type StackOptions, stackCommand } from "../options/stack-options.ts";
import { withExamples } from "../output/examples.ts";
import { printTable } from "../output/print-table.ts";
import { type Column, fields } from "../output/table.ts";

interface Options extends StackOptions, ApiUrlOptions {
  body?: boolean;
  json?: boolean;
}

export function addJob(named: Command, io: Io): void {
  const command = stackCommand(named)
    .argument("<id>", "the job's id, as `jobs` lists it and the answer's marker has it")
    .option("--body", "shows the text of the command too, which a stranger may have written")
    .option("--json", "prints all of it as JSON");
  withApiUrl(command).action((id: string, options: Options) => job(id, options, io));
  withExamples(command, "job q5n2kd7ucrxw6hs3ezfyjg4tba-summary --stage prod");
}

async function job(id: string, options: Options, io: Io): Promise<void> {
  const stack = await findStack(options);
  const story = await readStory(id, stack, apiUrlOf(options, io, stack));
  if (!story) {
    const { message, advice } = unknownJob(id, stack);
    throw new CommandError(message, advice);
  }
  const { job: found, executions, links } = story;
  if (options.json) {
    const { name, text, arguments: given } = found.command;
    const command = options.body ? { command: { name, text, arguments: given } } : {};
    return printJson(io.stdout, { stack: stack.name, ...story, job: { ...jobSummary(found), ...command } });
  }
  print(io.stdout, ...fields(head(found, options, Date.now())), "");
  printTable(io, timelineColumns, timeline(story));
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
  // As they are: a line that is cut or quoted leads nowhere.
  print(io.stdout, ...Object.entries(links).map(([name, link]) => `${name.padEnd(12)}  ${link}`));
}

function head(found: Job, { body }: Options, now: number): Record<string, string | number | null> {
  const { command, refusals } = found;
  return {
    job: found.job_id,
    state: jobState(found),
    "pull request": `${found.repo}#${found.pr_number}`,
    command: body ? `/${command.name} ${command.text}` : `/${command.name}`,
    employee: found.employee,
    "asked by": found.sender.login,
    attempt: found.attempt,
    commit: found.head_sha,
    created: moment(found.created_at, now),
    changed: moment(found.updated_at, now),
    ...(refusals.length > 0 && { refused: refusals.map(({ code }) => code).join(", ") }),
  };
}

const inShadow = "No execution: a job in shadow is recorded, and nothing is posted (rollout show).";

const executionColumns: Column<ExecutionStory>[] = [
  { head: "EXECUTION", cell: ({ name }) => name },
  { head: "STATUS", cell: ({ status }) => status },
  { head: "STARTED", cell: ({ started_at }) => started_at && secondsOf(started_at) },
  {
    head: "TOOK",
    cell: ({ started_at, stopped_at }) =>
      started_at && stopped_at && span(Date.parse(stopped_at) - Date.parse(started_at)),
  },
  { head: "LAST STEP", cell: ({ step }) => step },
  { head: "FAILED TRIES", cell: ({ failed_steps }) => failed_steps.length },
];

const failureColumns: Column<ExecutionStory["failed_steps"][number] & { name: string }>[] = [
  { head: "FAILED", cell: ({ at }) => secondsOf(at) },
  { head: "EXECUTION", cell: ({ name }) => name },
  { head: "STEP", cell: ({ step }) => step },
  { head: "ERROR", cell: ({ error }) => error },
  { head: "CODE", cell: ({ code }) => code },
];
