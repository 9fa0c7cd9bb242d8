import { loginIfMentioned } from "../commands/parse-comment.ts";
import type { EmployeeResult } from "../employees/runner.ts";
import type { RepositoryReader } from "../github/repository-reader.ts";
import type { Job } from "../jobs/job.ts";
import { sanitizeAnswer } from "../markdown/sanitize.ts";
import type { Employee } from "../roster/employee.ts";
import { redactSecrets } from "./redact.ts";
import { renderAnswer } from "./render-answer.ts";
import { withFindings } from "./render-findings.ts";
import { runFacts } from "./run-facts.ts";
import { splitAnswer } from "./split-answer.ts";

/** GitHub accepts 65,536 characters, including the marker and the part's number. */
const commentLimit = 65_000;

/** Returns the answer as posted, one text for each comment. The untrusted text is sanitized and redacted first. */
export async function answerParts(
  job: Job,
  employee: Employee,
  result: EmployeeResult,
  { reader }: { reader: Pick<RepositoryReader, "appLogin"> },
): Promise<string[]> {
  const harmless = harmlessText(result);
  const login = await loginIfMentioned([harmless], reader, true);
  const facts = runFacts(job.cost, result.coverage);
  const answer = renderAnswer(job, employee, harmless, {
    appLogin: login,
    outcome: result.outcome,
    facts,
  });
  return splitAnswer(answer, commentLimit);
}

/**
 * Returns an employee's text sanitized and redacted. The first pass joins secrets that hidden characters split; the second
 * one removes what redaction uncovers.
 */
export function harmlessText({
  markdown,
  findings = [],
}: Pick<EmployeeResult, "markdown" | "findings">): string {
  return sanitizeAnswer(redactSecrets(sanitizeAnswer(withFindings(markdown, findings))));
}
