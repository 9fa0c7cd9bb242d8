import type { PullRequestTarget } from "../github/pull-request.ts";
import type { RepositoryReader } from "../github/repository-reader.ts";
import type { Permission } from "../roster/permission.ts";
import { type Account, type BotList, isBot, permissionOfBot } from "./bots.ts";

export interface PermissionPorts {
  reader: Pick<RepositoryReader, "permissionOf">;
  policy: BotList;
}

/**
 * The permission that an account has on a repository now. GitHub is asked for people; of a bot it says only that it is
 * not a user, so a bot has what `workflows/routing.yml` grants it.
 */
export async function heldPermission(
  target: PullRequestTarget,
  account: Account,
  { reader, policy }: PermissionPorts,
): Promise<Permission> {
  return isBot(account) ? permissionOfBot(account, policy) : reader.permissionOf(target, account.login);
}
