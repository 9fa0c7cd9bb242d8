import type {
  Decision,
  ExplainedCommand,
  ExplainedComment,
  ExplainedJob,
  JobFate,
  Step,
} from "./explanation.ts";

/** The answer to `/explain`. Markdown. */
export function explanationMarkdown(explained: ExplainedComment | null | undefined): string {
  if (!explained) {
    return "There is no such comment on this pull request, or none before this one that gives a command. Name one: `/explain` and its link.";
  }
  const { source, author, explanation } = explained;
  const { decision, steps, commands } = explanation;
  return [
    `### ${headline(decision)}`,
    `${what(source)} by ${author}, asked as if it came now:`,
    list(steps),
    ...commands.flatMap(section),
  ].join("\n\n");
}

function headline(decision: Decision): string {
  if (decision.kind === "dispatched") {
    const count = decision.job_ids.length;
    return `It asks for ${count === 1 ? "1 job" : `${count} jobs`}`;
  }
  return `It asks for nothing (\`${decision.reason}\`)`;
}

function what({ kind, id }: ExplainedComment["source"]): string {
  switch (kind) {
    case "issue_comment":
      return `The [comment](#issuecomment-${id})`;
    case "pull_request_review_comment":
      return `The [comment](#discussion_r${id})`;
    case "pull_request_review":
      return `The [review](#pullrequestreview-${id})`;
  }
}

const signs: Record<Step["verdict"], string> = { yes: "✅", no: "❌", note: "ℹ️" };

const list = (steps: Step[]): string =>
  steps.map(({ verdict, text }) => `- ${signs[verdict]} ${text.replaceAll(/\s+/g, " ")}`).join("\n");

function section({ name, line, steps, jobs }: ExplainedCommand): string[] {
  return [`#### \`/${name}\` in line ${line}`, list(steps), ...jobs.flatMap(jobSection)];
}

const fates: Record<JobFate, string> = {
  starts: "starts",
  is_refused: "is refused",
  stays_in_shadow: "is recorded, and nothing of it is seen here",
  is_cancelled: "is cancelled",
  is_known: "is there already",
  is_left_out: "is left out",
};

function jobSection({ job_id, employee, fate, steps }: ExplainedJob): string[] {
  return [`**${employee}** ${fates[fate]} (job \`${job_id}\`):`, list(steps)];
}
