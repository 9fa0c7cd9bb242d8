import type { Sender } from "../deliveries/envelope.ts";
import { type Permission, reaches } from "../github/permission.ts";
import type { PullRequest, PullRequestTarget } from "../github/pull-request.ts";
import type { RepositoryReader } from "../github/repository-reader.ts";
import type { Refusal } from "../jobs/job.ts";
import type { Employee } from "../roster/employee.ts";
import { isApproved } from "./approvals.ts";
import { permissionOfBot } from "./bots.ts";
import { type PermissionPorts, permissionRefusal } from "./held-permission.ts";
import { askedLogin } from "./standing-question.ts";

interface AuthorityRequest {
  /** The account whose permission counts. */
  sender: Pick<Sender, "login" | "type">;
  employee: Employee;
  /** Name of the command that the person typed. */
  command: string;
  /** The commit that the command was accepted for; null when it is accepted now. */
  pinned_sha: string | null;
}

export interface AuthorityPorts extends PermissionPorts {
  reader: RepositoryReader;
}

/**
 * Asks GitHub whether an account may currently have this employee work on this pull request. Returns every unmet
 * condition, and the pull request as GitHub showed it. A webhook's sender proves nothing.
 */
export async function checkAuthority(
  target: PullRequestTarget,
  { sender, employee, command, pinned_sha }: AuthorityRequest,
  ports: AuthorityPorts,
): Promise<{ refusals: Refusal[]; pull: PullRequest; held: Permission }> {
  const standing = await ports.reader.standing(target, { login: askedLogin(sender) });
  const { pull } = standing;
  const held = standing.held ?? permissionOfBot(sender, ports.policy);
  const refusals: Refusal[] = [];
  if (!reaches(held, employee.minimum_permission)) {
    refusals.push(permissionRefusal(command, employee.minimum_permission, sender.login, held));
  }
  // Swapped code cannot deceive an employee that sees no code.
  if (pinned_sha && employee.context.length > 0 && pull.head_sha !== pinned_sha) {
    refusals.push({
      code: "head_moved",
      message: `The command was given for commit \`${short(pinned_sha)}\`; the branch is at \`${short(pull.head_sha)}\` now. Ask again for the new commit.`,
    });
  }
  if (pull.from_fork && employee.forks !== "allowed" && !(await isApproved(target, pull.head_sha, ports))) {
    refusals.push({
      code: "fork_not_approved",
      message: `This pull request comes from a fork. A user with write permission can comment \`/ok-to-run ${pull.head_sha}\`; then ask again.`,
    });
  }
  return { refusals, pull, held };
}

function short(sha: string): string {
  return sha.slice(0, 7);
}
