import { markdownTable } from "../bench/markdown-table.ts";
import type { Sample } from "./sample.ts";

const head = [
  "time",
  "asked",
  "main MB",
  "functions MB",
  "processes",
  "queued",
  "dead letters",
  "open jobs",
  "p50 s",
  "p95 s",
];

/** One row for every `seconds`: the values at the end of that time, and the slowest latencies in it. */
export function sampleTable(samples: readonly Sample[], seconds: number): string {
  const rows = Map.groupBy(samples, ({ at }) => Math.floor(at / seconds));
  return markdownTable(head, [...rows.values()].map(row));
}

function row(samples: Sample[]): string[] {
  const last = samples.at(-1);
  if (!last) return [];
  const megabytes = (bytes: number) => String(Math.round(bytes / 2 ** 20));
  const highest = (values: (number | null)[]) => {
    const known = values.filter((value) => value !== null);
    return known.length > 0 ? (Math.max(...known) / 1_000).toFixed(1) : "";
  };
  return [
    `${Math.floor(last.at / 60)}:${String(Math.floor(last.at % 60)).padStart(2, "0")}`,
    String(last.asked),
    megabytes(last.mainMemory),
    megabytes(last.functionMemory),
    String(last.functionProcesses),
    String(last.queued),
    String(last.deadLetters),
    String(last.openJobs),
    highest(samples.map(({ p50 }) => p50)),
    highest(samples.map(({ p95 }) => p95)),
  ];
}
