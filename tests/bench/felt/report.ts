import { markdownTable } from "../markdown-table.ts";
import { criticalPath } from "./critical-path.ts";
import { latencies } from "./latencies.ts";
import { type Felt, measureFelt, type TimedCall } from "./measure.ts";

const commands = [
  { command: "/summary", title: "`/summary`" },
  { command: "/security the token handling", title: "`/security`, without the model's own time" },
];

/** Returns p50 and p95 of what a user waits for, from this many simulated commands each. */
export async function feltTable(runs: number): Promise<string> {
  const rows: string[][] = [];
  for (const cold of [false, true]) {
    for (const { command, title } of commands) {
      const felt: Felt[] = [];
      for (let seed = 0; seed < runs; seed += 1) felt.push(await measureFelt({ command, cold, seed }));
      const seen = felt.map((one) => one.seen);
      const answered = felt.map((one) => one.answered);
      const name = `${title}, ${cold ? "every function cold" : "warm"}`;
      rows.push([
        name,
        ...[share(seen, 0.5), share(seen, 0.95), share(answered, 0.5), share(answered, 0.95)],
      ]);
    }
  }
  return markdownTable(["seconds after the comment", "👀 p50", "👀 p95", "answer p50", "answer p95"], rows);
}

/** Returns the calls one after the other, with their median times, from the comment to 👀 and on to the answer. */
export async function criticalPathTable(): Promise<{ table: string; felt: Felt }> {
  const felt = await measureFelt({ command: "/summary", cold: false, seed: null });
  const steps = bySteps(criticalPath(felt.calls, felt.answered));
  const rows = steps.map(({ by, calls }) => {
    const names = calls.map(({ what }) => `\`${what}\``).join(", ");
    return [by, names, String(calls.at(-1)?.to ?? 0)];
  });
  return {
    table: markdownTable(["function", "calls one after the other", "ms after the comment"], rows),
    felt,
  };
}

/** Returns the table of the assumed times. */
export function latencyTable(): string {
  const rows = Object.entries(latencies).map(([name, { p50, p95, source }]) => [
    name,
    String(p50),
    String(p95),
    source,
  ]);
  return markdownTable(["request", "p50, ms", "p95, ms", "source"], rows);
}

function bySteps(path: readonly TimedCall[]): { by: string; calls: TimedCall[] }[] {
  const steps: { by: string; calls: TimedCall[] }[] = [];
  for (const call of path) {
    const last = steps.at(-1);
    if (last?.by === call.by) last.calls.push(call);
    else steps.push({ by: call.by, calls: [call] });
  }
  return steps;
}

/** Returns a quantile in seconds. */
function share(values: readonly number[], part: number): string {
  const sorted = values.toSorted((one, other) => one - other);
  const value = sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN;
  return (value / 1000).toFixed(1);
}
