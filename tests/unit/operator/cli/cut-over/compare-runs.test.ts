import { describe, expect, test } from "@jest/globals";
import type { Job } from "../../../../../core/jobs/job.ts";
import { type ComparedRun, compareRuns } from "../../../../../operator/cli/cut-over/compare-runs.ts";
import type { LegacyRun } from "../../../../../operator/cli/cut-over/legacy-log.ts";
import { countRuns, reportHtml, reportMarkdown } from "../../../../../operator/cli/cut-over/report.ts";
import { aJob } from "../../../../fakes/records/job.ts";

const received_at = "2026-11-23T09:00:00.000Z";

function aRun(comment_id: number, change: Partial<LegacyRun> = {}): LegacyRun {
  return {
    ...{ repo: "octo-demo/payments", pr_number: 7, comment_id, command: "security", employee: "security" },
    ...{ received_at, answered_at: "2026-11-23T09:00:30.000Z", answer: null },
    ...change,
  };
}

function aShadow(comment_id: number, change: Partial<Job> = {}): Job {
  const job = aJob({ employee: "security", mode: "shadow", state: "IGNORED", received_at });
  return {
    ...job,
    job_id: `job-${comment_id}-${change.employee ?? "security"}`,
    created_at: "2026-11-23T09:00:02.000Z",
    command: { ...job.command, name: "security" },
    source: { ...job.source, id: comment_id },
    ...change,
  };
}

const permission = [{ code: "permission", message: "needs write" }];

describe("one command on both sides", () => {
  test.each<[string, LegacyRun[], Job[], Record<string, number>]>([
    ["the same", [aRun(1)], [aShadow(1)], { same: 1 }],
    ["another employee", [aRun(1)], [aShadow(1, { employee: "backend" })], { different_employee: 1 }],
    ["only in the old system", [aRun(1)], [], { missed: 1 }],
    ["another comment", [aRun(1)], [aShadow(2)], { missed: 1, extra: 1 }],
    ["another repository", [aRun(1, { repo: "octo-demo/other" })], [aShadow(1)], { missed: 1, extra: 1 }],
    [
      "a repository with other capitals",
      [aRun(1, { repo: "Octo-Demo/Payments" })],
      [aShadow(1)],
      { same: 1 },
    ],
    ["only here", [], [aShadow(1)], { extra: 1 }],
    ["refused here", [aRun(1)], [aShadow(1, { refusals: permission })], { refused: 1 }],
    [
      "refused here once for two employees",
      [aRun(1), aRun(1, { employee: "backend" })],
      [aShadow(1, { refusals: permission })],
      { refused: 2 },
    ],
    [
      "ran here for one of two employees, refused for the other",
      [aRun(1), aRun(1, { employee: "backend" }), aRun(1, { employee: "docs" })],
      [aShadow(1), aShadow(1, { employee: "backend", refusals: permission })],
      { same: 1, refused: 1, missed: 1 },
    ],
    ["refused here, unknown in the old system", [], [aShadow(1, { refusals: permission })], {}],
    ["given twice in a comment", [aRun(1), aRun(1)], [aShadow(1), aShadow(1)], { same: 2 }],
    ["given twice, ran once here", [aRun(1), aRun(1)], [aShadow(1)], { same: 1, missed: 1 }],
    [
      "two employees, in another order",
      [aRun(1, { employee: "backend" }), aRun(1)],
      [aShadow(1), aShadow(1, { employee: "backend" })],
      { same: 2 },
    ],
  ])("%s", (_what, legacy, jobs, expected) => {
    const none = { same: 0, different_employee: 0, missed: 0, refused: 0, extra: 0 };
    expect(countRuns(compareRuns(legacy, jobs).runs)).toEqual({ ...none, ...expected });
  });
});

describe("answers of employees that ran in shadow", () => {
  const kept = { text: "A finding.\n```\n<b>code</b>\n```", problem: null };
  const reportOf = (legacy: LegacyRun, kept_answer: ComparedRun["kept_answer"]) => {
    const job = aShadow(1, { mode: "shadow-run", outcome: "answered" });
    const { runs, latencies } = compareRuns([legacy], [job]);
    const compared = runs.map((run) => ({ ...run, kept_answer }));
    return { stack: "prod", since: received_at, until: received_at, runs: compared, latencies };
  };

  test("stand beside the old system's, as code that they cannot leave", () => {
    const report = reportOf(aRun(1, { answer: "Old\u202e text" }), kept);
    const markdown = reportMarkdown(report);
    expect(markdown).toContain(
      "### /security on octo-demo/payments#7, security, job job-1-security\n\nOld system:\n\n```markdown\nOld text\n```\n\n" +
        "Here:\n\n````markdown\nA finding.\n```\n<b>code</b>\n```\n````",
    );
    const html = reportHtml(report);
    expect(html).toContain("<h4>Old system</h4><pre>Old text</pre>");
    expect(html).toContain("&lt;b&gt;code&lt;/b&gt;");
    expect(html).not.toContain("<b>");
  });

  test("say what is missing", () => {
    const gone = { text: null, problem: "the payload bucket no longer has it" };
    const markdown = reportMarkdown(reportOf(aRun(1), gone));
    expect(markdown).toContain("(not in the log)");
    expect(markdown).toContain("(the payload bucket no longer has it)");
  });

  test("of none, there is no such section", () => {
    expect(reportMarkdown(reportOf(aRun(1), null))).not.toContain("would have been posted");
    expect(reportHtml(reportOf(aRun(1), null))).not.toContain("would have been posted");
  });

  test("count for the time to the answer", () => {
    const result_ref = { kind: "s3" as const, bucket: "b", key: "k", sha256: "s", bytes: 1 };
    const last_event = { ...aShadow(1).last_event, at: "2026-11-23T09:00:20.000Z" };
    const ran = aShadow(1, { mode: "shadow-run", result_ref, last_event });
    expect(compareRuns([], [ran, aShadow(2)]).latencies.answered).toEqual([20_000]);
  });
});

describe("the report", () => {
  const legacy = [aRun(1), aRun(2), aRun(3, { answered_at: null })];
  const jobs = [aShadow(1), aShadow(2, { employee: "<b>|x", refusals: [] })];
  const comparison = {
    ...{ stack: "pr-comment-automation-prod", since: received_at, until: received_at },
    ...compareRuns(legacy, jobs),
  };

  test("shows in Markdown the results, the times and the differences", () => {
    const markdown = reportMarkdown(comparison);
    expect(markdown).toContain("1 of 3 commands had the same result, 33.3 % of the old system's commands.");
    expect(markdown).toContain("| different employee | 1 |");
    expect(markdown).toContain("| missed here | 1 |");
    expect(markdown).toContain("| old system, to the answer | 30 s | 30 s |");
    expect(markdown).toContain("| here, to the decision | 2.0 s | 2.0 s |");
    expect(markdown).toContain("| here, to the answer | – | – |");
    // A name does not break the table, and equal results have no row.
    const rows = markdown.split("## Differences")[1]?.match(/^\| (different|missed).*$/gm) ?? [];
    expect(rows).toHaveLength(2);
    expect(rows.every((row) => row.split("|").length === 9)).toBe(true);
  });

  test("shows the same as a page, with names escaped", () => {
    const html = reportHtml(comparison);
    expect(html).toContain("1 of 3 commands had the same result, 33.3 % of the old system's commands.");
    expect(html).toContain("<td>&lt;b&gt;|x</td>");
    expect(html).not.toContain("<b>");
  });
});
