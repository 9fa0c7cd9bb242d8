import type { PullRequest, PullRequestTarget } from "../github/pull-request.ts";
import type { RepositoryReader } from "../github/repository-reader.ts";
import type { Refusal } from "../jobs/job.ts";
import type { Employee } from "../roster/employee.ts";
import { type Permission, reaches } from "../roster/permission.ts";
import { approvedShas } from "./approvals.ts";

export interface Request {
  /** Whose permission counts. */
  login: string;
  employee: Employee;
  /** The commit that the command was accepted for; null when it is accepted now. */
  pinned_sha: string | null;
}

/**
 * Asks GitHub, now, whether a person may have this employee work on this pull request. Answers every condition
 * that is not met, and the pull request as it was seen. What a webhook says of its sender is no evidence.
 */
export async function checkAuthority(
  reader: RepositoryReader,
  target: PullRequestTarget,
  { login, employee, pinned_sha }: Request,
): Promise<{ refusals: Refusal[]; pull: PullRequest; held: Permission }> {
  const [pull, held] = await Promise.all([reader.pullRequest(target), reader.permissionOf(target, login)]);
  const refusals: Refusal[] = [];
  if (!reaches(held, employee.minimum_permission)) {
    refusals.push({
      code: "permission",
      message: `\`/${employee.commands[0]}\` needs **${employee.minimum_permission}** permission on this repository; ${login} has **${held}**.`,
    });
  }
  // An employee that is shown nothing of the code cannot be fooled by code that was swapped.
  if (pinned_sha && employee.context.length > 0 && pull.head_sha !== pinned_sha) {
    refusals.push({
      code: "head_moved",
      message: `The command was given for commit \`${short(pinned_sha)}\`; the branch is at \`${short(pull.head_sha)}\` now. Ask again for the new commit.`,
    });
  }
  if (pull.from_fork && employee.forks !== "allowed" && !(await isApproved(reader, target, pull.head_sha))) {
    refusals.push({
      code: "fork_not_approved",
      message: `This pull request comes from a fork. Somebody with write permission can comment \`/ok-to-run ${pull.head_sha}\`; then ask again.`,
    });
  }
  return { refusals, pull, held };
}

async function isApproved(
  reader: RepositoryReader,
  target: PullRequestTarget,
  sha: string,
): Promise<boolean> {
  const thread = await reader.thread(target);
  const approvers = new Set(
    thread.filter(({ body }) => approvedShas(body).includes(sha)).map((m) => m.author),
  );
  for (const login of approvers) {
    if (reaches(await reader.permissionOf(target, login), "write")) return true;
  }
  return false;
}

function short(sha: string): string {
  return sha.slice(0, 7);
}
