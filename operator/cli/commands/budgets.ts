import type { Command } from "commander";
import { untilReset } from "../../../core/budgets/budget-day.ts";
import { dollarText } from "../../../core/budgets/money.ts";
import { type BudgetView, readBudgets } from "../../stack/cost/read-budgets.ts";
import { findStack } from "../../stack/find-stack.ts";
import { createJobReader } from "../../stack/jobs/find-jobs.ts";
import { stackPorts } from "../../stack/stack-ports.ts";
import { type Io, print, printJson } from "../io.ts";
import { type StackOptions, stackCommand, withExamples } from "../options/stack-options.ts";
import { printTable } from "../output/print-table.ts";
import { createProgress } from "../output/progress.ts";
import type { Column } from "../output/table.ts";

interface Options extends StackOptions {
  json?: boolean;
}

export function addBudgets(named: Command, io: Io): void {
  const command = stackCommand(named).option("--json", "prints JSON, with amounts in millionths of a dollar");
  withExamples(command, "budgets --stage prod").action((options: Options) => budgets(options, io));
}

async function budgets(options: Options, io: Io): Promise<void> {
  const stack = await findStack(options);
  const progress = createProgress(io, "jobs read", null);
  const ports = { budgets: stackPorts(stack).budgets, reading: createJobReader(stack, progress.report) };
  const now = Date.now();
  const report = await readBudgets(ports, now).finally(progress.end);
  if (options.json) return printJson(io.stdout, { stack: stack.name, ...report });
  if (report.budgets.length === 0) print(io.stderr, `No run has used a budget today (${report.day}).`);
  else printTable(io, columns, report.budgets);
  print(io.stderr, `All budgets reset at 00:00 UTC, ${untilReset(now)}. Limits: workflows/budgets.yml.`);
  if (report.cut) print(io.stderr, "Today has too many jobs to read: budgets may be missing.");
}

const columns: Column<BudgetView>[] = [
  { head: "BUDGET", cell: ({ scope }) => scope },
  { head: "OF", cell: ({ name }) => name },
  { head: "LIMIT", cell: ({ limit }) => dollarText(limit) },
  { head: "SPENT", cell: ({ used, held }) => dollarText(used - held) },
  { head: "HELD", cell: ({ held }) => dollarText(held) },
  { head: "LEFT", cell: ({ left }) => dollarText(left) },
];
