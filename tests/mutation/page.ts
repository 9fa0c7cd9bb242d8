import type { Mutant } from "./report.ts";
import { percentage, type Score, scoresOf, totalOf } from "./scores.ts";
import type { EquivalentMutant } from "./survivors.ts";

/** Returns the rows for these files that tests/mutation/README.md lacks. */
export function missingRows(
  text: string,
  mutants: readonly Mutant[],
  explained: readonly EquivalentMutant[],
): string[] {
  const files = new Set(mutants.map(({ file }) => file));
  const survivors = explained.filter(({ file }) => files.has(file));
  const rows = [...scoresOf(mutants).map(scoreRow), ...survivors.map(survivorRow)];
  return rows.filter((row) => !text.split("\n").includes(row));
}

/** Returns the page with new rows in both tables and the date of the measurement. */
export function writtenPage(
  text: string,
  mutants: readonly Mutant[],
  explained: readonly EquivalentMutant[],
  now: Date,
): string {
  const scores = [...scoresOf(mutants).map(scoreRow), row("all", ...cellsOf(totalOf(mutants)))];
  const measured = text.replace(/Measured on \S+/, `Measured on ${now.toISOString().slice(0, 10)}`);
  return withRows(withRows(measured, "file", scores), "in", explained.map(survivorRow));
}

function scoreRow({ file, ...score }: Score & { file: string }): string {
  return row(link(file), ...cellsOf(score));
}

function cellsOf(score: Score): string[] {
  return [String(score.mutants), String(score.noticed), `${percentage(score)} %`];
}

function survivorRow({ file, line, code, becomes, why }: EquivalentMutant): string {
  const where = line === code ? "" : ` in ${span(line)}`;
  return row(link(file), `${span(code)}${where}`, becomes === "" ? "nothing" : span(becomes), why);
}

function row(...cells: string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
}

function link(file: string): string {
  return `[${file.replace(/^functions\//, "")}](../../${file})`;
}

/** Returns a Markdown code span; the code may contain backticks. */
function span(code: string): string {
  return code.includes("`") ? `\`\`\`\` ${code} \`\`\`\`` : `\`${code}\``;
}

/** Returns the page with these rows in the table whose first header cell is `head`. */
function withRows(text: string, head: string, rows: readonly string[]): string {
  const table = new RegExp(`^(\\| ${head} \\|.*\\n\\|[- |:]+\\|\\n)(?:\\|.*\\n)*`, "m");
  return text.replace(table, (_all, top: string) => top + rows.map((line) => `${line}\n`).join(""));
}
