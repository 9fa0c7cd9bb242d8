import { type CommandSource, isComment } from "../github/pull-request.ts";
import type { StandingQuestion } from "../github/repository-reader.ts";
import { type Account, isBot } from "./bots.ts";

/** Returns the login whose permission GitHub knows; null for a bot, whose permission the policy lists. */
export function askedLogin(account: Account): string | null {
  return isBot(account) ? null : account.login;
}

/** Returns what has to be read to decide about a command: the permission of its sender, and its comment if it has one. */
export function standingQuestion({
  sender,
  source,
}: {
  sender: Account;
  source: CommandSource;
}): StandingQuestion {
  return { login: askedLogin(sender), comment: isComment(source) ? source : null };
}
