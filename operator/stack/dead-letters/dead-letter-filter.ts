import type { Command } from "commander";
import { parseRepository } from "../../cli/options/stack-options.ts";
import { parseMoment } from "../time.ts";
import type { DescribedLetter } from "./describe-dead-letter.ts";

export interface LetterFilter {
  repo?: string;
  event?: string;
  cause?: string;
  /** ISO 8601 UTC: when the webhook came in, or else the message was sent. */
  since?: string;
  until?: string;
  message?: string[];
}

export function withLetterFilter(command: Command): Command {
  return command
    .option("--repo <owner/name>", "of a repository", parseRepository)
    .option("--event <name>", "of an event, such as issue_comment or issue_comment.created")
    .option("--cause <code>", "that failed for this reason, as `dlq list` shows it")
    .option("--since <time>", "since 2h, 3d or a time", parseMoment)
    .option("--until <time>", "until then", parseMoment)
    .option("--message <id...>", "these messages alone");
}

/** Whether anything at all narrows the choice. */
export function isNarrowed({ repo, event, cause, since, until, message }: LetterFilter): boolean {
  return [repo, event, cause, since, until, message].some((one) => one !== undefined);
}

/** Whether a letter meets every condition. */
export function fits(letter: DescribedLetter, filter: LetterFilter): boolean {
  const at = letter.received_at ?? letter.sent_at ?? "";
  const conditions = [
    !filter.repo || filter.repo.toLowerCase() === letter.repo?.toLowerCase(),
    !filter.event || filter.event === letter.event || filter.event === letter.event?.split(".")[0],
    !filter.cause || filter.cause === letter.cause,
    !filter.since || at >= filter.since,
    !filter.until || at <= filter.until,
    !filter.message || filter.message.includes(letter.message_id),
  ];
  return conditions.every(Boolean);
}
