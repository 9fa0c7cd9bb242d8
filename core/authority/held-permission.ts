import type { Permission } from "../github/permission.ts";
import type { PullRequestTarget } from "../github/pull-request.ts";
import type { RepositoryReader } from "../github/repository-reader.ts";
import type { Refusal } from "../jobs/job.ts";
import { type Account, type BotList, isBot, permissionOfBot } from "./bots.ts";

export interface PermissionPorts {
  reader: Pick<RepositoryReader, "permissionOf">;
  policy: BotList;
}

/**
 * Returns an account's current permission on a repository. GitHub knows it for people only, so a bot has the permission
 * that `workflows/routing.yml` grants.
 */
export async function heldPermission(
  target: PullRequestTarget,
  account: Account,
  { reader, policy }: PermissionPorts,
): Promise<Permission> {
  return isBot(account) ? permissionOfBot(account, policy) : reader.permissionOf(target, account.login);
}

/** Returns the refusal that names the required permission and the account's own. */
export function permissionRefusal(
  command: string,
  needed: Permission,
  login: string,
  held: Permission,
): Refusal {
  const message = `\`/${command}\` needs **${needed}** permission on this repository; ${login} has **${held}**.`;
  return { code: "permission", message };
}
