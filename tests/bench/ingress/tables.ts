import { markdownTable } from "../markdown-table.ts";
import { ratioOf, showSpread, spreadOf } from "../statistics.ts";
import type { BundledSubject } from "./bundle-subjects.ts";
import type { ColdStart } from "./measure-cold.ts";
import type { WarmTimes } from "./measure-warm.ts";
import { minimal, powertools } from "./subjects.ts";

/** CPU time of one event, warm, by payload class; the ratios are medians over the rounds. */
export function warmTables(subjects: BundledSubject[], times: WarmTimes): string {
  const tables = [...times].map(([payload, measured]) => {
    const rows = subjects.map((subject, index) => {
      const own = measured[index] ?? [];
      return [
        subject.name,
        String(subject.calls.length),
        showSpread(spreadOf(own)),
        Math.min(...own).toFixed(0),
        ...ratios(own, subjects, measured),
      ];
    });
    const head = [payload, "calls", "µs CPU", "least", "to minimal", "to Powertools"];
    return markdownTable(head, rows);
  });
  return tables.join("\n\n");
}

export function coldTable(subjects: BundledSubject[], starts: ColdStart[][]): string {
  const clock = starts.map((all) => all.map((start) => (start.imported.wall + start.first.wall) / 1_000));
  const cpu = starts.map((all) => all.map((start) => (start.imported.cpu + start.first.cpu) / 1_000));
  const early = starts.map((all) => all.map((start) => start.early.cpu / 1_000));
  const toMinimal = (measured: number[][], index: number) =>
    ratioOf(measured[index] ?? [], measured[indexOf(subjects, minimal.name)] ?? []);
  const rows = subjects.map((subject, index) => {
    const all = starts[index] ?? [];
    return [
      subject.name,
      String((all[0]?.calls.length ?? 0) - subject.calls.length),
      showSpread(spreadOf(all.map((start) => start.imported.wall / 1_000))),
      showSpread(spreadOf(all.map((start) => start.first.wall / 1_000))),
      showSpread(spreadOf(clock[index] ?? [])),
      toMinimal(clock, index),
      showSpread(spreadOf(cpu[index] ?? [])),
      toMinimal(cpu, index),
      showSpread(spreadOf(early[index] ?? [])),
      toMinimal(early, index),
    ];
  });
  const head = ["ms", "calls", "import", "first event", "both", "to minimal", "both, CPU", "to minimal"];
  return markdownTable([...head, "events 3 to 52, CPU", "to minimal"], rows);
}

export function sizeTable(subjects: BundledSubject[], starts: ColdStart[][]): string {
  const kilobytes = (bytes: number) => (bytes / 1024).toFixed(0);
  const rows = subjects.map(({ name, bytes }, index) => {
    const memory = spreadOf((starts[index] ?? []).map((start) => start.memory / 2 ** 20));
    return [name, kilobytes(bytes.raw), kilobytes(bytes.gzip), kilobytes(bytes.zip), showSpread(memory)];
  });
  return markdownTable(["", "bundle, KB", "gzip, KB", "zip, KB", "resident after 52 events, MB"], rows);
}

function ratios(own: number[], subjects: BundledSubject[], measured: number[][]): string[] {
  return [minimal, powertools].map(({ name }) => ratioOf(own, measured[indexOf(subjects, name)] ?? []));
}

function indexOf(subjects: BundledSubject[], name: string): number {
  return subjects.findIndex((subject) => subject.name === name);
}
