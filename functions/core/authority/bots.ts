import type { Sender } from "../deliveries/envelope.ts";
import type { LiveComment } from "../github/repository-reader.ts";
import type { Permission } from "../roster/permission.ts";
import type { AllowedBot, RoutingPolicy } from "../routing/routing-policy.ts";

export type Account = Pick<Sender, "login" | "type">;

export type BotList = Pick<RoutingPolicy, "bots">;

/** What a bot may do that is listed by its login alone. */
const grantedByDefault: Permission = "write";

/** An account that is no person's: an App's, or one of GitHub's own such as Copilot. */
export function isBot({ login, type }: Account): boolean {
  return type === "Bot" || login.endsWith("[bot]");
}

/** The author of a comment, as far as a comment tells. */
export function authorOf({ author, bot }: LiveComment): Account {
  return { login: author, type: bot ? "Bot" : "User" };
}

/** The permission that the list of bots grants: `none` for a bot that is not on it. */
export function permissionOfBot({ login }: Account, { bots }: BotList): Permission {
  const entry = bots.allow.map(named).find((bot) => bot.login.toLowerCase() === login.toLowerCase());
  return entry?.permission ?? "none";
}

/** Whether the list of bots keeps this account from giving commands. */
export function isForeignBot(account: Account, policy: BotList): boolean {
  return isBot(account) && permissionOfBot(account, policy) === "none";
}

function named(entry: string | AllowedBot): AllowedBot {
  return typeof entry === "string" ? { login: entry, permission: grantedByDefault } : entry;
}
