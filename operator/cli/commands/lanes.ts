import type { Command } from "commander";
import { roster } from "../../../core/generated/roster.ts";
import { findStack } from "../../stack/find-stack.ts";
import { timeWithAge } from "../../stack/format.ts";
import { type ApiUrlOptions, apiUrlOf } from "../../stack/github-url.ts";
import { createJobReader } from "../../stack/jobs/find-jobs.ts";
import { findRepository, lookUpOnGitHub } from "../../stack/jobs/find-repository.ts";
import { type LaneFilter, type LaneJob, type LaneView, readLanes } from "../../stack/lanes/read-lanes.ts";
import { stackPorts } from "../../stack/stack-ports.ts";
import { type Io, print, printJson } from "../io.ts";
import {
  parsePositive,
  parseRepository,
  type StackOptions,
  stackCommand,
  withApiUrl,
  withExamples,
} from "../options/stack-options.ts";
import { printTable } from "../output/print-table.ts";
import type { Column } from "../output/table.ts";
import { UsageError } from "../usage.ts";

interface Options extends StackOptions, ApiUrlOptions {
  repo?: string;
  pr?: number;
  limit: number;
  json?: boolean;
}

export function addLanes(named: Command, io: Io): void {
  const command = stackCommand(named)
    .option("--repo <owner/name>", "only lanes of this repository; needs --pr", parseRepository)
    .option("--pr <number>", "every lane of this pull request, even if no job waits", parsePositive)
    .option("--limit <number>", "maximum number of lanes", parsePositive, 50)
    .option("--json", "prints JSON");
  withApiUrl(command);
  withExamples(command, "lanes --stage prod", "lanes --stage prod --repo octo-demo/payments --pr 7").action(
    (options: Options) => lanes(options, io),
  );
}

async function lanes(options: Options, io: Io): Promise<void> {
  const { repo, pr, limit } = options;
  if ((repo === undefined) !== (pr === undefined)) {
    throw new UsageError("A pull request needs its repository and its number.", "Use --repo and --pr.");
  }
  const stack = await findStack(options);
  const filter: LaneFilter = { limit };
  if (repo && pr) {
    const ask = lookUpOnGitHub(stack, apiUrlOf(options, io.env, stack));
    const repo_id = await findRepository(repo, createJobReader(stack), ask);
    const employees = roster.map(({ name }) => name);
    if (repo_id !== null) filter.pull = { repo_id, pr_number: pr, employees };
    else return print(io.stderr, `No job of ${repo} is recorded.`);
  }
  const found = await readLanes(filter, stackPorts(stack));
  if (options.json) return printJson(io.stdout, { stack: stack.name, lanes: found });
  if (found.length === 0) return print(io.stderr, pr ? "No job holds a lane." : "No job waits in a lane.");
  printTable(io, columns(Date.now()), found.flatMap(rowsOf));
}

interface Row {
  lane: LaneView;
  /** `holds`, `was handed it`, or the place of a waiting job. */
  place: string;
  job: LaneJob;
}

const held: Record<LaneView["state"], string> = {
  held: "holds",
  handed_over: "starting",
  stuck: "stuck",
};

function rowsOf(lane: LaneView): Row[] {
  const holder = lane.holder ? [{ lane, place: held[lane.state], job: lane.holder }] : [];
  return [...holder, ...lane.waiting.map((job, index) => ({ lane, place: String(index + 1), job }))];
}

function columns(now: number): Column<Row>[] {
  return [
    { head: "PULL REQUEST", cell: ({ lane }) => `${lane.repo ?? lane.repo_id}#${lane.pr_number}` },
    { head: "EMPLOYEE", cell: ({ lane }) => lane.employee },
    { head: "PLACE", cell: ({ place }) => place },
    { head: "JOB", cell: ({ job }) => job.job_id },
    { head: "STATE", cell: ({ job }) => job.state ?? "no record" },
    { head: "SENDER", cell: ({ job }) => job.sender ?? "" },
    { head: "SINCE", cell: ({ job }) => timeWithAge(job.since, now) },
  ];
}
