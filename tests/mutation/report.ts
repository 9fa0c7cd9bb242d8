import { readFileSync } from "node:fs";

/** One change of a file, and whether a test noticed it. */
export interface Mutant {
  /** From the root of the project. */
  file: string;
  /** The line where it starts, trimmed. */
  line: string;
  /** The original code and its replacement; white space as one space. */
  code: string;
  becomes: string;
  noticed: boolean;
}

/**
 * Stryker's report:
 * https://github.com/stryker-mutator/mutation-testing-elements/tree/master/packages/report-schema
 */
interface StrykerReport {
  files: Record<string, { source: string; mutants: StrykerMutant[] }>;
}

interface StrykerMutant {
  location: { start: Place; end: Place };
  replacement?: string;
  status: string;
}

/** Both from 1. */
interface Place {
  line: number;
  column: number;
}

/** The mutants of a report that could run, file by file and from top to bottom. */
export function readReport(path: string): Mutant[] {
  const { files } = JSON.parse(readFileSync(path, "utf8")) as StrykerReport;
  return Object.entries(files)
    .toSorted(([left], [right]) => left.localeCompare(right))
    .flatMap(([file, { source, mutants }]) =>
      mutants
        .filter(({ status }) => status in outcomes)
        .toSorted(({ location: left }, { location: right }) => order(left.start, right.start))
        .map((mutant) => describe(file, source, mutant)),
    );
}

/** A mutant that never ends, or that keeps a test file from loading, counts as noticed. */
const outcomes: Readonly<Record<string, boolean>> = {
  Killed: true,
  Timeout: true,
  RuntimeError: true,
  Survived: false,
  NoCoverage: false,
};

function describe(
  file: string,
  source: string,
  { location, replacement = "", status }: StrykerMutant,
): Mutant {
  const lines = source.split("\n");
  const { start, end } = location;
  const part = lines.slice(start.line - 1, end.line);
  const last = part.length - 1;
  part[last] = (part[last] ?? "").slice(0, end.column - 1);
  part[0] = (part[0] ?? "").slice(start.column - 1);
  return {
    file,
    line: oneLine(lines[start.line - 1] ?? ""),
    code: oneLine(part.join("\n")),
    becomes: oneLine(replacement),
    noticed: outcomes[status] ?? false,
  };
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, " ").trim();
}

function order(left: Place, right: Place): number {
  return left.line - right.line || left.column - right.column;
}
