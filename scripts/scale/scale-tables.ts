import { markdownTable } from "../cost/table.ts";
import { seconds } from "../cost/usage.ts";
import { quotas } from "./quotas.ts";
import { type Outcome, runBurst } from "./service.ts";
import { type Burst, messagesInBatch, type Settings, steps } from "./work.ts";

const employees = [
  { name: "builtin", employeeSeconds: 0.1 },
  { name: "model", employeeSeconds: 60 },
];
const rates = [10, 100, 1_000];
const burstSeconds = 60;

/** Returns the tables of docs/scale.md for a stage's settings. */
export function scaleTables(settings: Settings): Record<string, string> {
  return {
    ...Object.fromEntries(employees.map((employee) => [employee.name, burstTable(employee, settings)])),
    needs: needsTable(),
    quotas: quotaTable(),
  };
}

function burstTable({ employeeSeconds }: Pick<Burst, "employeeSeconds">, settings: Settings): string {
  const rows = rates.flatMap((perSecond) =>
    [1_000, 1].map((installations) => {
      const burst = { perSecond, installations, employeeSeconds, seconds: burstSeconds };
      return row(burst, runBurst(burst, settings));
    }),
  );
  const head = ["comments a second, installations", "refused at first", "with a status comment"];
  return markdownTable(
    [...head, "answer p50", "answer p95", "drained after", "waits, the first one first"],
    rows,
  );
}

function row({ perSecond, installations }: Burst, outcome: Outcome): string[] {
  const { answered, refused, acknowledged, drained } = outcome;
  const sorted = answered.toSorted((one, other) => one - other);
  return [
    `${count(perSecond)}, ${count(installations)}`,
    ...[refused, acknowledged].map((part) => percent(part, answered.length)),
    ...[0.5, 0.95].map((part) => time(sorted[Math.floor(sorted.length * part)] ?? 0)),
    time(drained),
    waits(outcome),
  ];
}

/** Names what processes waited for, each with its longest queue. */
function waits({ places }: Outcome): string {
  const met = new Map<string, { first: number; longest: number }>();
  for (const { name, seen } of places) {
    if (seen.firstWait === null) continue;
    const { first, longest } = met.get(name) ?? { first: seen.firstWait, longest: 0 };
    met.set(name, {
      first: Math.min(first, seen.firstWait),
      longest: Math.max(longest, seen.longestQueue),
    });
  }
  const inOrder = [...met].toSorted(([, one], [, other]) => one.first - other.first);
  return (
    inOrder.map(([name, { longest }]) => (longest > 0 ? `${name} (${count(longest)})` : name)).join(", ") ||
    "nothing"
  );
}

/** By Little's law: how many are in work is how many come a second times how long each takes. */
function needsTable(): string {
  const own = steps.reduce((sum, { name }) => sum + (name === "runEmployee" ? 0 : (seconds[name] ?? 0)), 0);
  const rows = rates.map((perSecond) => {
    const inWork = (employeeSeconds: number) => Math.ceil(perSecond * (own + employeeSeconds));
    return [
      count(perSecond),
      // The App's own two comments are deliveries too.
      count(perSecond * 3),
      count(Math.ceil((perSecond * (seconds.dispatchEvent ?? 0)) / messagesInBatch) * 2),
      ...employees.map(({ employeeSeconds }) => count(inWork(employeeSeconds))),
    ];
  });
  const head = ["comments a second", "`throttlingRate`", "`dispatchConcurrency`"];
  return markdownTable([...head, "Lambda quota, builtin", "Lambda quota, model"], rows);
}

function quotaTable(): string {
  const rows = Object.entries(quotas).map(([name, { value, source, ...rest }]) => {
    const refill = "perSecond" in rest ? `, then ${count(rest.perSecond)} a second` : "";
    return [name, `${count(value)}${refill}`, source];
  });
  return markdownTable(["quota", "value", "source"], rows);
}

function count(value: number): string {
  return value.toLocaleString("en-US");
}

function percent(part: number, all: number): string {
  return `${Math.round((100 * part) / Math.max(1, all))} %`;
}

function time(value: number): string {
  if (value < 120) return `${Math.round(value)} s`;
  return value < 7_200 ? `${Math.round(value / 60)} min` : `${(value / 3_600).toFixed(1)} h`;
}
