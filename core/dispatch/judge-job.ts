import { type AuthorityPorts, checkAuthority } from "../authority/authority.ts";
import { PermanentError } from "../errors.ts";
import type { Permission } from "../github/permission.ts";
import type { PullRequest } from "../github/pull-request.ts";
import type { Job, Refusal } from "../jobs/job.ts";
import type { Employee } from "../roster/employee.ts";
import { requireEmployee } from "../roster/require-employee.ts";

export interface Judgement {
  /** Every condition that is not met: the command's own first, then what GitHub says. */
  refusals: Refusal[];
  pull: PullRequest;
  /** The present permission of the account that gave the command. */
  held: Permission;
}

type Judged = Pick<
  Job,
  "command" | "employee" | "head_sha" | "installation_id" | "pr_number" | "repo" | "repo_id" | "sender"
>;

/**
 * Whether a job may be done, asked from GitHub now. Throws PermanentError for a pull request that it does not know, not
 * to us, or in another repository.
 */
export async function judgeJob(
  job: Judged,
  commandRefusals: Refusal[],
  { roster, ...ports }: AuthorityPorts & { roster: Employee[] },
): Promise<Judgement> {
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
