import { type AnsweringPorts, publishComment } from "../core/answering/publish-comment.ts";
import { publishReaction } from "../core/answering/publish-reaction.ts";
import { redactSecrets } from "../core/answering/redact.ts";
import { refuseJob } from "../core/answering/refuse-job.ts";
import { renderAnswer } from "../core/answering/render-answer.ts";
import { sanitizeAnswer } from "../core/answering/sanitize.ts";
import { splitAnswer } from "../core/answering/split-answer.ts";
import { type AuthorityPorts, checkAuthority } from "../core/authority/authority.ts";
import type { PayloadStore } from "../core/deliveries/payload-store.ts";
import type { EmployeeResult } from "../core/employees/runner.ts";
import { PermanentError } from "../core/errors.ts";
import type { Job } from "../core/jobs/job.ts";
import type { ExecutionInput } from "../core/jobs/workflow.ts";
import type { Employee } from "../core/roster/employee.ts";
import { requireEmployee } from "../core/roster/require-employee.ts";

export interface PublishResultPorts extends AnsweringPorts, AuthorityPorts {
  payloads: PayloadStore;
  roster: Employee[];
}

/** GitHub takes 65,536 characters; the marker and the part's number need some of them. */
const commentLimit = 65_000;
const actor = "publish-result";

/** Turns the status comment into the answer. What the employee said is untrusted: stripped and redacted first. */
export async function publishResult(
  { job_id, attempt }: ExecutionInput,
  ports: PublishResultPorts,
): Promise<{ published: boolean }> {
  const job = await ports.jobs.claim(job_id, attempt);
  const employee = requireEmployee(ports.roster, job.employee);
  const request = { sender: job.sender, employee, pinned_sha: job.head_sha };
  const { refusals } = await checkAuthority(job, request, ports);
  if (refusals.length > 0) {
    await refuseJob(job, refusals, actor, ports);
    return { published: false };
  }
  const result = await readResult(job, ports.payloads);
  const markdown = makeHarmless(result.markdown);
  const parts = splitAnswer(renderAnswer(job, employee, markdown), commentLimit);
  const posted = await publishComment(job, parts, ports, { final: true });
  const reacted = await publishReaction(posted, result.outcome === "answered" ? "+1" : "-1", ports);
  const ids = { comment: posted.comment?.id ?? 0 };
  await ports.jobs.transition(
    reacted,
    "NOTIFIED",
    { actor, reason: result.outcome, ids },
    { outcome: result.outcome },
  );
  return { published: true };
}

/** Stripping first joins what hidden characters had split; stripping again catches what redaction uncovers. */
function makeHarmless(markdown: string): string {
  return sanitizeAnswer(redactSecrets(sanitizeAnswer(markdown), []));
}

async function readResult(job: Job, payloads: PayloadStore): Promise<EmployeeResult> {
  if (!job.result_ref) throw new PermanentError("result_missing", "The job has no result to publish");
  return (await payloads.get(job.result_ref)) as EmployeeResult;
}
