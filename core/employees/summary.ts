import type { ChangedFile } from "../github/pull-request.ts";
import { pathCode } from "../markdown/path-code.ts";
import { type FileKind, fileKindOf } from "./classify-path.ts";
import type { PullRequestContext } from "./pull-request-context.ts";
import { directoryRows, type Totals, totalsOf } from "./summary-directories.ts";
import { change, sensitiveSection } from "./summary-sensitive.ts";

const largestCount = 5;

/** Returns a pull request's numbers in Markdown. Reads only the frozen context: no model, no network. */
export function summarizePullRequest({ files, files_truncated, head_sha }: PullRequestContext): string {
  const head = `\`${head_sha.slice(0, 7)}\``;
  if (files.length === 0) return `### No files changed\n\nAt ${head} this pull request changes no files.`;
  const totals = totalsOf(files);
  const sections = [
    `### ${counted(totals.files, "file")} changed, +${totals.additions} −${totals.deletions}, at ${head}`,
    ...(files_truncated ? [truncatedNote(totals.files)] : []),
    directoryTable(files, totals),
    "#### Tests and code",
    testsSection(files),
    "#### Largest changes",
    largestSection(files),
    "#### Sensitive paths",
    sensitiveSection(files),
  ];
  return sections.join("\n\n");
}

const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? "" : "s"}`;

const truncatedNote = (count: number): string =>
  `> [!NOTE]\n> GitHub lists no more than 3,000 files of a pull request. All numbers refer to the ${count} files that it listed.`;

const row = (name: string, { files, additions, deletions }: Totals): string =>
  `| ${name} | ${files} | ${additions} | ${deletions} |`;

function directoryTable(files: ChangedFile[], totals: Totals): string {
  const names = { root: "(root)", rest: "other" };
  const rows = directoryRows(files).map((group) => {
    const name = group.directory === null ? names.rest : group.directory && pathCode(group.directory);
    return row(name || names.root, group);
  });
  return ["| Directory | Files | + | − |", "|:--|--:|--:|--:|", ...rows, row("**Total**", totals)].join("\n");
}

const kinds: [kind: FileKind, title: string][] = [
  ["code", "Code"],
  ["tests", "Tests"],
  ["other", "Other"],
  ["generated", "Generated, vendored, lock files"],
];

function testsSection(files: ChangedFile[]): string {
  const of = (kind: FileKind): ChangedFile[] => files.filter((file) => fileKindOf(file.path) === kind);
  const rows = kinds
    .filter(([kind]) => of(kind).length > 0)
    .map(([kind, title]) => row(title, totalsOf(of(kind))));
  const table = ["| Kind | Files | + | − |", "|:--|--:|--:|--:|", ...rows].join("\n");
  return `${verdict(totalsOf(of("code")), totalsOf(of("tests")))}\n\n${table}`;
}

function verdict(code: Totals, tests: Totals): string {
  const lines = ({ additions, deletions }: Totals): string => counted(additions + deletions, "line");
  if (code.files === 0)
    return tests.files > 0 ? "Tests changed, code did not." : "Neither code nor tests changed.";
  if (tests.files === 0) return `Code changed (${lines(code)}) but **no test did**.`;
  return `Code changed by ${lines(code)}, tests by ${lines(tests)}.`;
}

function largestSection(files: ChangedFile[]): string {
  const size = ({ additions, deletions }: ChangedFile): number => additions + deletions;
  const largest = files
    .filter((file) => fileKindOf(file.path) !== "generated" && size(file) > 0)
    .sort((one, other) => size(other) - size(one))
    .slice(0, largestCount);
  if (largest.length === 0) return "No hand-written file has changed lines.";
  return largest
    .map((file) => `- ${pathCode(file.path)}${change(file)}: +${file.additions} −${file.deletions}`)
    .join("\n");
}
