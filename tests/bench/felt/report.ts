import { markdownTable } from "../markdown-table.ts";
import { criticalPath } from "./critical-path.ts";
import { drawPath } from "./draw-path.ts";
import { latencies } from "./latencies.ts";
import { type Felt, measureFelt, type TimedCall } from "./measure.ts";

const commands = [
  { command: "/summary", title: "`/summary`" },
  { command: "/security the token handling", title: "`/security`, without the model's own time" },
];

/** Returns what a user waits for, from this many simulated commands each, and a picture of one of them. */
export async function runFelt(runs: number): Promise<{ text: string; picture: string }> {
  const felt = await measureFelt({ command: "/summary", cold: false, seed: null });
  const path = criticalPath(felt.calls, felt.answered);
  const text = [await feltTable(runs), pathTable(path), latencyTable()].join("\n\n");
  return { text, picture: drawPath(felt, path) };
}

async function feltTable(runs: number): Promise<string> {
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

/** The calls one after the other, with their median times, from the comment to the answer. */
function pathTable(path: readonly TimedCall[]): string {
  const rows = bySteps(path).map(({ by, calls }) => {
    const names = calls.filter(({ from, to }) => to > from).map(({ what }) => `\`${what}\``);
    return [by, names.join(", "), String(calls.at(-1)?.to ?? 0)];
  });
  return markdownTable(["function", "calls one after the other", "ms after the comment"], rows);
}

function latencyTable(): string {
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
