import { isVisible } from "../jobs/job-mode.ts";
import { commentAddressForms } from "./comment-address.ts";
import {
  type ExplainedCommand,
  type ExplainedComment,
  type ExplainedJob,
  type Explanation,
  type JobFate,
  jobsInShadow,
  type MissingComment,
  type NothingExplained,
  type Step,
} from "./explanation.ts";

/** Returns the answer to `/explain` in Markdown. */
export function explanationMarkdown(
  explained: ExplainedComment | NothingExplained | null | undefined,
): string {
  if (!explained) return missing.not_found;
  if ("missing" in explained) return missing[explained.missing];
  const { source, author, explanation } = explained;
  const { steps, commands } = explanation;
  return [
    `### ${headline(explanation)}`,
    `${what(source)} by ${author}, evaluated as if posted now:`,
    list(steps),
    ...commands.flatMap(section),
  ].join("\n\n");
}

const missing: Record<MissingComment, string> = {
  unreadable_address: `That is not the address of a comment. Write \`/explain\` followed by ${commentAddressForms}.`,
  other_pull_request: "That comment is on another pull request. Ask there.",
  not_found: "There is no such comment on this pull request. It may have been deleted.",
  none_before: `No comment before this one gives a command. Write \`/explain\` followed by ${commentAddressForms}.`,
};

function headline(explanation: Explanation): string {
  const { decision } = explanation;
  if (decision.kind !== "dispatched") return `Nothing to run (\`${decision.reason}\`)`;
  const count = decision.job_ids.length;
  const shadow = jobsInShadow(explanation);
  const jobs = count === 1 ? "1 job" : `${count} jobs`;
  if (shadow === count) return `In shadow: ${jobs} recorded, nothing posted`;
  return `It triggers ${jobs}${shadow > 0 ? `, ${shadow} of them in shadow` : ""}`;
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
  stays_in_shadow: "stays in shadow: recorded, nothing posted",
  runs_in_shadow: "runs in shadow: its answer is kept, nothing posted",
  is_cancelled: "is cancelled",
  is_known: "exists already",
  is_left_out: "is skipped",
};

function jobSection({ job_id, employee, fate, steps, known }: ExplainedJob): string[] {
  const shadow = known && !isVisible(known) ? ", in shadow" : "";
  return [`**${employee}** ${fates[fate]}${shadow} (job \`${job_id}\`):`, list(steps)];
}
