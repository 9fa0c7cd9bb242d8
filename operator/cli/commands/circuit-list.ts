import type { Command } from "commander";
import type { CircuitId } from "../../../core/circuit/circuit-store.ts";
import { isoTime } from "../../../core/clock.ts";
import { knownCircuits, type NamedCircuit, readCircuits, scanCircuits } from "../../stack/circuits.ts";
import { findStack, type Stack } from "../../stack/find-stack.ts";
import { timeWithAge } from "../../stack/format.ts";
import { type Io, printJson } from "../io.ts";
import { type StackOptions, stackCommand, withExamples } from "../options/stack-options.ts";
import { printTable } from "../output/print-table.ts";
import { createProgress } from "../output/progress.ts";
import type { Column } from "../output/table.ts";

interface Options extends StackOptions {
  scan?: boolean;
  json?: boolean;
}

export function addCircuitList(named: Command, io: Io): void {
  const command = stackCommand(named)
    .option("--scan", "lists every circuit: reads the whole idempotency table")
    .option("--json", "prints JSON");
  withExamples(command, "circuit list --stage prod").action((options: Options) => list(options, io));
}

async function list(options: Options, io: Io): Promise<void> {
  const stack = await findStack(options);
  const ids = options.scan ? await scanAll(stack, io) : await knownCircuits(stack);
  const circuits = await readCircuits(stack, ids);
  if (options.json) return printJson(io.stdout, { stack: stack.name, circuits: circuits.map(present) });
  printTable(io, columns(Date.now()), circuits);
}

async function scanAll(stack: Stack, io: Io): Promise<CircuitId[]> {
  const progress = createProgress(io, "items read", null);
  return scanCircuits(stack.output("IdempotencyTableName"), progress.report).finally(progress.end);
}

function present({ since, until, ...circuit }: NamedCircuit) {
  const isClosed = circuit.state === "closed";
  return {
    ...circuit,
    since: isClosed || since === null ? null : isoTime(since),
    until: isClosed ? null : isoTime(until),
  };
}

function columns(now: number): Column<NamedCircuit>[] {
  return [
    { head: "PROVIDER", cell: ({ provider }) => provider },
    { head: "KEY", cell: ({ key }) => key },
    { head: "STATE", cell: ({ state }) => state },
    { head: "SINCE", cell: ({ since }) => (since === null ? "" : timeWithAge(since, now)) },
    { head: "UNTIL", cell: ({ state, until }) => (state === "closed" ? "" : timeWithAge(until, now)) },
    { head: "REASON", cell: ({ state, reason }) => (state === "closed" ? "" : reason) },
    { head: "OPENINGS", cell: ({ openings }) => openings },
  ];
}
