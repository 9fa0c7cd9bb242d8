import type { Permission } from "../github/permission.ts";
import type { PullRequestTarget } from "../github/pull-request.ts";
import type { RepositoryReader } from "../github/repository-reader.ts";
import { type Account, type BotList, isBot, permissionOfBot } from "./bots.ts";

export interface PermissionPorts {
  reader: Pick<RepositoryReader, "permissionOf">;
  policy: BotList;
}

/**
 * Returns an account's present permission on a repository. GitHub answers this for people; about a bot it says only
 * that it is not a user, so a bot has the permission that `workflows/routing.yml` grants.
 */
export async function heldPermission(
  target: PullRequestTarget,
  account: Account,
  { reader, policy }: PermissionPorts,
): Promise<Permission> {
  return isBot(account) ? permissionOfBot(account, policy) : reader.permissionOf(target, account.login);
}
