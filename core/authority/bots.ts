import type { Sender } from "../deliveries/envelope.ts";
import type { Permission } from "../github/permission.ts";
import type { LiveComment } from "../github/repository-reader.ts";
import type { AllowedBot, RoutingPolicy } from "../routing/routing-policy.ts";

export type Account = Pick<Sender, "login" | "type">;

export type BotList = Pick<RoutingPolicy, "bots">;

/** Permission of a bot that is listed only by its login. */
const grantedByDefault: Permission = "write";

/** Returns whether an account belongs to an App or to GitHub itself, such as Copilot. */
export function isBot({ login, type }: Account): boolean {
  return type === "Bot" || login.endsWith("[bot]");
}

/** Returns the author of a comment. */
export function authorOf({ author, bot }: Pick<LiveComment, "author" | "bot">): Account {
  return { login: author, type: bot ? "Bot" : "User" };
}

/** Returns the permission that the list of bots grants: `none` for a bot that is not listed. */
export function permissionOfBot({ login }: Account, { bots }: BotList): Permission {
  const entry = bots.allow.map(named).find((bot) => bot.login.toLowerCase() === login.toLowerCase());
  return entry?.permission ?? "none";
}

/** Returns whether this account is a bot that may not give commands. */
export function isForeignBot(account: Account, policy: BotList): boolean {
  return isBot(account) && permissionOfBot(account, policy) === "none";
}

function named(entry: string | AllowedBot): AllowedBot {
  return typeof entry === "string" ? { login: entry, permission: grantedByDefault } : entry;
}
