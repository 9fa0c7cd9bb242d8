import { type AuthorityPorts, checkAuthority } from "../authority/authority.ts";
import { type AutomationError, PermanentError, UnclearError } from "../errors.ts";
import type { Permission } from "../github/permission.ts";
import type { PullRequest } from "../github/pull-request.ts";
import type { Job, Refusal } from "../jobs/job.ts";
import type { Employee } from "../roster/employee.ts";
import { requireEmployee } from "../roster/roster.ts";

interface JobCheck {
  /** Every unmet condition: those of the command first, then those that GitHub decides. */
  refusals: Refusal[];
  pull: PullRequest;
  /** The current permission of the account that gave the command. */
  held: Permission;
}

type CheckedJob = Pick<
  Job,
  "command" | "employee" | "head_sha" | "installation_id" | "pr_number" | "repo" | "repo_id" | "sender"
>;

/**
 * Asks GitHub whether a job may currently run. Throws PermanentError for a pull request that GitHub does not show to the
 * App or knows in another repository.
 */
export async function checkJob(
  job: CheckedJob,
  commandRefusals: Refusal[],
  { roster, ...ports }: AuthorityPorts & { roster: Employee[] },
): Promise<JobCheck> {
  const employee = requireEmployee(roster, job.employee);
  const command = job.command.name;
  const request = { sender: job.sender, employee, command, pinned_sha: job.head_sha };
  const { refusals, pull, held } = await checkAuthority(job, request, ports);
  if (pull.repo_id !== job.repo_id) {
    // The intent's key contains this ID: with another ID the same command would be a new intent.
    throw new PermanentError("repository_mismatch", "GitHub knows the repository by another ID");
  }
  return { refusals: [...commandRefusals, ...refusals], pull, held };
}

/** Number of deliveries of a message after which an UnclearError is final: minutes, not hours. */
export const lastReceive = 4;

/** Returns whether an error is final for a message that was received this many times. */
export function isFinal(error: unknown, receives: number): error is AutomationError {
  return error instanceof PermanentError || (error instanceof UnclearError && receives >= lastReceive);
}
