import { stripInvisible } from "../../../core/markdown/invisible.ts";
import { durationText } from "../../stack/format.ts";
import type { ComparedRun, Latencies, Verdict } from "./compare-runs.ts";

export interface Comparison {
  stack: string;
  /** ISO 8601 UTC. */
  since: string;
  until: string;
  runs: ComparedRun[];
  latencies: Latencies;
}

const titles: Record<Verdict, string> = {
  same: "same on both sides",
  different_employee: "different employee",
  missed: "missed here",
  refused: "refused here",
  extra: "only here",
};
const verdicts = Object.keys(titles) as Verdict[];

/** Returns the number of runs for each verdict. */
export function countRuns(runs: readonly ComparedRun[]): Record<Verdict, number> {
  const counts = { same: 0, different_employee: 0, missed: 0, refused: 0, extra: 0 };
  for (const { verdict } of runs) counts[verdict] += 1;
  return counts;
}

/** Returns the report's content for Markdown and HTML. */
function parts({ stack, since, until, runs, latencies }: Comparison) {
  const counts = countRuns(runs);
  const legacy = runs.length - counts.extra;
  const share =
    legacy === 0 ? "" : `, ${((100 * counts.same) / legacy).toFixed(1)} % of the old system's commands`;
  return {
    title: `${stack} compared with the old system`,
    summary: `${counts.same} of ${legacy} commands had the same result${share}. From ${since} to ${until}.`,
    counts: verdicts.map((verdict) => [titles[verdict], String(counts[verdict])]),
    times: [
      ["old system, to the answer", ...quantiles(latencies.legacy)],
      ["here, to the decision", ...quantiles(latencies.decided)],
      ["here, to the answer", ...quantiles(latencies.answered)],
    ],
    differences: runs
      .filter(({ verdict }) => verdict !== "same")
      .map((run) => [
        titles[run.verdict],
        `${run.repo}#${run.pr_number}`,
        `/${run.command}`,
        run.legacy_employee ?? "",
        run.employee ?? "",
        run.reason ?? "",
        run.job_id ?? "",
      ]),
    answers: runs.filter(hasKept).map(sideBySide),
  };
}

function hasKept({ kept_answer }: ComparedRun): boolean {
  return kept_answer !== null;
}

/** Returns the old system's answer and the kept one, with the command that they answer. */
function sideBySide({ repo, pr_number, command, employee, legacy_answer, kept_answer, job_id }: ComparedRun) {
  return {
    title: `/${command} on ${repo}#${pr_number}, ${employee}, job ${job_id}`,
    legacy: legacy_answer === null ? "(not in the log)" : stripInvisible(legacy_answer),
    here: kept_answer?.text ?? `(${kept_answer?.problem})`,
  };
}

const heads = {
  counts: ["outcome", "commands"],
  times: ["time from the webhook", "half within", "95 % within"],
  differences: ["outcome", "pull request", "command", "old system", "here", "why", "job"],
};

export function reportMarkdown(comparison: Comparison): string {
  const { title, summary, counts, times, differences, answers } = parts(comparison);
  const rows = differences.length > 0 ? grid(heads.differences, differences) : ["None."];
  return `${[
    ...[`# ${title}`, "", summary, "", ...grid(heads.counts, counts), "", ...grid(heads.times, times)],
    ...["", "## Differences", "", ...rows],
    ...(answers.length > 0
      ? ["", "## Answers that would have been posted", ...answers.flatMap(answerBlocks)]
      : []),
  ].join("\n")}\n`;
}

function answerBlocks({ title, legacy, here }: ReturnType<typeof sideBySide>): string[] {
  const safe = title.replace(/[|\\`<>\r\n]/g, " ");
  return [
    "",
    `### ${safe}`,
    "",
    "Old system:",
    "",
    ...codeBlock(legacy),
    "",
    "Here:",
    "",
    ...codeBlock(here),
  ];
}

/** Returns an untrusted text as code, in a fence that it cannot close. */
function codeBlock(untrusted: string): string[] {
  const runs = untrusted.match(/`+/g) ?? [];
  const fence = "`".repeat(Math.max(3, ...runs.map(({ length }) => length + 1)));
  return [`${fence}markdown`, ...untrusted.split(/\r\n|[\r\n]/), fence];
}

function grid(head: string[], rows: string[][]): string[] {
  const line = (cells: string[]) =>
    `| ${cells.map((cell) => cell.replace(/[|\\`<>\r\n]/g, " ")).join(" | ")} |`;
  return [line(head), `|${head.map(() => "---|").join("")}`, ...rows.map(line)];
}

/** Returns a page that loads nothing. */
export function reportHtml(comparison: Comparison): string {
  const { title, summary, counts, times, differences, answers } = parts(comparison);
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${text(title)}</title>
<style>
:root { color-scheme: light dark; font: 15px/1.5 system-ui, sans-serif }
body { max-width: 70rem; margin: 2rem auto; padding: 0 1rem }
table { border-collapse: collapse; margin: 1rem 0 }
pre { white-space: pre-wrap; overflow-wrap: anywhere; margin: 0 }
.answers { display: grid; grid-template-columns: 1fr 1fr; gap: 1rem }
th, td { text-align: left; padding: .3rem .8rem; border-bottom: 1px solid color-mix(in srgb, currentColor 25%, transparent) }
</style>
<h1>${text(title)}</h1>
<p>${text(summary)}</p>
${htmlTable(heads.counts, counts)}
${htmlTable(heads.times, times)}
<h2>Differences</h2>
${differences.length > 0 ? htmlTable(heads.differences, differences) : "<p>None.</p>"}
${answers.length > 0 ? "<h2>Answers that would have been posted</h2>" : ""}
${answers.map(htmlAnswers).join("\n")}
</html>
`;
}

function htmlAnswers({ title, legacy, here }: ReturnType<typeof sideBySide>): string {
  const column = (name: string, answer: string) => `<div><h4>${name}</h4><pre>${text(answer)}</pre></div>`;
  const columns = `${column("Old system", legacy)}${column("Here", here)}`;
  return `<h3>${text(title)}</h3>\n<div class="answers">${columns}</div>`;
}

function htmlTable(head: string[], rows: string[][]): string {
  const cells = (name: string, values: string[]) =>
    `<tr>${values.map((value) => `<${name}>${text(value)}</${name}>`).join("")}</tr>`;
  return `<table>\n${[cells("th", head), ...rows.map((row) => cells("td", row))].join("\n")}\n</table>`;
}

/** Escapes text: users of GitHub choose names and reasons. */
function text(value: string): string {
  const entities: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
  return value.replace(/[&<>"]/g, (sign) => entities[sign] ?? "");
}

function quantiles(times: readonly number[]): string[] {
  const sorted = times.toSorted((a, b) => a - b);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
  return [0.5, 0.95].map((share) => {
    const time = at(share);
    return time === undefined ? "–" : durationText(time);
  });
}
