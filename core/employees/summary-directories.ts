import type { ChangedFile } from "../github/pull-request.ts";

export interface Totals {
  files: number;
  additions: number;
  deletions: number;
}

interface DirectoryRow extends Totals {
  /** Ends with a slash; empty for the repository's root, null for the combined rest. */
  directory: string | null;
}

const maxRows = 12;
const minRows = 4;
const maxDepth = 5;

export function totalsOf(files: ChangedFile[]): Totals {
  return {
    files: files.length,
    additions: files.reduce((sum, file) => sum + file.additions, 0),
    deletions: files.reduce((sum, file) => sum + file.deletions, 0),
  };
}

/**
 * Returns at most 12 rows, largest first. Groups by the deepest level that fits, or one level deeper with the smallest
 * directories combined if otherwise fewer than four rows would remain.
 */
export function directoryRows(files: ChangedFile[]): DirectoryRow[] {
  let best = groupAt(files, 1);
  for (let depth = 2; depth <= maxDepth; depth += 1) {
    const deeper = groupAt(files, depth);
    if (deeper.length > maxRows) return fold(best.length < minRows ? deeper : best);
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
  if (rows.length <= maxRows) return rows;
  const rest = rows.slice(maxRows - 1);
  const sum = (field: keyof Totals): number => rest.reduce((total, row) => total + row[field], 0);
  return [
    ...rows.slice(0, maxRows - 1),
    { directory: null, files: sum("files"), additions: sum("additions"), deletions: sum("deletions") },
  ];
}
