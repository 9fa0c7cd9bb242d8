import type { ChangedFile } from "../github/pull-request.ts";

export interface Totals {
  files: number;
  additions: number;
  deletions: number;
}

export interface DirectoryRow extends Totals {
  /** With a slash at its end; empty for the repository's root, null for the folded rest. */
  directory: string | null;
}

const mostRows = 12;
const fewRows = 4;
const deepest = 5;

export function totalsOf(files: ChangedFile[]): Totals {
  return {
    files: files.length,
    additions: files.reduce((sum, file) => sum + file.additions, 0),
    deletions: files.reduce((sum, file) => sum + file.deletions, 0),
  };
}

/**
 * At most 12 rows, largest first: the deepest grouping that fits, or one level deeper with the small ones folded
 * when that would leave almost nothing to see.
 */
export function directoryRows(files: ChangedFile[]): DirectoryRow[] {
  let best = groupAt(files, 1);
  for (let depth = 2; depth <= deepest; depth += 1) {
    const deeper = groupAt(files, depth);
    if (deeper.length > mostRows) return fold(best.length < fewRows ? deeper : best);
    best = deeper;
  }
  return fold(best);
}

function groupAt(files: ChangedFile[], depth: number): DirectoryRow[] {
  const groups = new Map<string, ChangedFile[]>();
  for (const file of files) {
    const directory = file.path
      .split("/")
      .slice(0, -1)
      .slice(0, depth)
      .map((name) => `${name}/`)
      .join("");
    const group = groups.get(directory);
    if (group) group.push(file);
    else groups.set(directory, [file]);
  }
  return [...groups].map(([directory, members]) => ({ directory, ...totalsOf(members) })).sort(bySize);
}

const bySize = (one: DirectoryRow, other: DirectoryRow): number =>
  other.additions + other.deletions - one.additions - one.deletions || other.files - one.files;

function fold(rows: DirectoryRow[]): DirectoryRow[] {
  if (rows.length <= mostRows) return rows;
  const rest = rows.slice(mostRows - 1);
  const sum = (field: keyof Totals): number => rest.reduce((total, row) => total + row[field], 0);
  return [
    ...rows.slice(0, mostRows - 1),
    { directory: null, files: sum("files"), additions: sum("additions"), deletions: sum("deletions") },
  ];
}
