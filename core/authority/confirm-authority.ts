import { type Clock, isoTime } from "../clock.ts";
import { reaches } from "../github/permission.ts";
import type { PullRequest } from "../github/pull-request.ts";
import { readOnce } from "../github/read-once.ts";
import type { Authority, Job, Refusal } from "../jobs/job.ts";
import type { Employee } from "../roster/employee.ts";
import { type AuthorityPorts, checkAuthority } from "./authority.ts";
import { type CommentFault, findWithdrawal } from "./live-comment.ts";
import { standingQuestion } from "./standing-question.ts";

/** How old a confirmation may be when something is shown because of it: docs/decisions/0018. */
export const maxAuthorityAgeMs = 60_000;

/** Returns whether GitHub has confirmed within the last minute that the job may run. */
export function isConfirmed(
  { authority }: Pick<Job, "authority">,
  { minimum_permission }: Pick<Employee, "minimum_permission">,
  now: number,
): boolean {
  if (!authority || !reaches(authority.held, minimum_permission)) return false;
  const age = now - Date.parse(authority.at);
  // Another instance's clock may be ahead: a confirmation from the future proves no age.
  return age >= 0 && age < maxAuthorityAgeMs;
}

/** Returns whether the dispatcher's confirmation counts for the first step: it has shown nothing and waited for nothing yet. */
export function isConfirmedForStart(
  job: Pick<Job, "attempt" | "authority" | "comment">,
  employee: Pick<Employee, "minimum_permission">,
  now: number,
): boolean {
  return job.attempt === 1 && job.comment === null && isConfirmed(job, employee, now);
}

/** What GitHub says about a job now. */
export type Confirmation =
  | { kind: "withdrawn"; reason: Exclude<CommentFault, "comment_of_another"> }
  /** Without refusals, `authority` may be recorded. */
  | { kind: "checked"; refusals: Refusal[]; pull: PullRequest; authority: Authority };

/**
 * Asks GitHub, with one read, whether a job's command is still in its comment and may run. Throws RetryableError while
 * GitHub may not show the current comment yet.
 */
export async function confirmAuthority(
  job: Job,
  employee: Employee,
  ports: AuthorityPorts & { clock: Clock },
): Promise<Confirmation> {
  const at = isoTime(ports.clock());
  const asking = { ...ports, reader: readOnce(ports.reader, standingQuestion(job)) };
  const reason = await findWithdrawal(job, asking);
  if (reason) return { kind: "withdrawn", reason };
  const { sender, command, head_sha: pinned_sha } = job;
  const request = { sender, employee, command: command.name, pinned_sha };
  const { refusals, pull, held } = await checkAuthority(job, request, asking);
  return { kind: "checked", refusals, pull, authority: { at, held } };
}
