import { type Command, Option } from "commander";
import { dollarText } from "../../../core/budgets/money.ts";
import { type CostGroup, type CostRow, costGroups, readCosts } from "../../stack/cost/read-costs.ts";
import { findStack } from "../../stack/find-stack.ts";
import { createJobReader } from "../../stack/jobs/find-jobs.ts";
import { type Io, print, printJson } from "../io.ts";
import { parsePositive, type StackOptions, stackCommand, withExamples } from "../options/stack-options.ts";
import { parseMoment } from "../options/time-options.ts";
import { printTable } from "../output/print-table.ts";
import { createProgress } from "../output/progress.ts";
import type { Column } from "../output/table.ts";

interface Options extends StackOptions {
  by: CostGroup;
  since: string;
  until?: string;
  limit: number;
  json?: boolean;
}

export function addCost(named: Command, io: Io): void {
  const command = stackCommand(named)
    .addOption(
      new Option("--by <group>", "sums the cost for each of these").choices(costGroups).default("employee"),
    )
    .addOption(
      new Option("--since <time>", "only jobs changed since then: an age such as 12h or 7d, or a time")
        .argParser(parseMoment)
        .default(parseMoment("7d"), "7d"),
    )
    .option("--until <time>", "only jobs changed until this time", parseMoment)
    .option("--limit <number>", "maximum number of jobs to read", parsePositive, 10_000)
    .option("--json", "prints JSON, with amounts in millionths of a dollar");
  withExamples(
    command,
    "cost --stage prod",
    "cost --stage prod --by person --since 1d",
    "cost --stage prod --by day --since 30d --json",
  ).action((options: Options) => cost(options, io));
}

async function cost({ by, since, until, limit, json, ...location }: Options, io: Io): Promise<void> {
  const stack = await findStack(location);
  const progress = createProgress(io, "jobs read", null);
  const reading = createJobReader(stack, progress.report);
  const query = { by, since, limit, ...(until && { until }) };
  const report = await readCosts(query, reading).finally(progress.end);
  if (json) return printJson(io.stdout, { stack: stack.name, ...report });
  if (report.rows.length === 0) print(io.stderr, "No job in this period has a known cost.");
  else {
    const total = { key: "total", name: "total", ...report.total };
    printTable(io, columns(by), [...report.rows, total]);
  }
  if (report.cut) {
    print(io.stderr, `Only the newest ${limit} jobs are counted; use --limit for more, or a shorter period.`);
  }
}

function columns(by: CostGroup): Column<CostRow>[] {
  return [
    { head: by.toUpperCase(), cell: ({ name }) => name },
    { head: "COST", cell: ({ micros }) => dollarText(micros) },
    { head: "JOBS", cell: ({ jobs }) => jobs },
    { head: "WITHOUT PRICE", cell: ({ unpriced_jobs }) => unpriced_jobs },
    { head: "INPUT TOKENS", cell: ({ input_tokens }) => input_tokens },
    { head: "OUTPUT TOKENS", cell: ({ output_tokens }) => output_tokens },
  ];
}
