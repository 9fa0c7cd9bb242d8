import { authorOf, type BotList, isForeignBot } from "../authority/bots.ts";
import { isReservedCommand } from "../commands/command-names.ts";
import { type ParsedComment, readComment } from "../commands/parse-comment.ts";
import { type CommentSource, commentKinds } from "../github/pull-request.ts";
import type { LiveComment, RepositoryReader } from "../github/repository-reader.ts";
import type { Job } from "../jobs/job.ts";
import type { Employee } from "../roster/employee.ts";
import { commandNames } from "../roster/roster.ts";
import { readCommentAddress } from "./comment-address.ts";
import type { MissingComment } from "./explanation.ts";
import { nearMisses } from "./near-misses.ts";

export interface FoundComment extends Pick<LiveComment, "author" | "bot"> {
  source: Pick<CommentSource, "kind" | "id">;
  comment: ParsedComment;
}

/**
 * Finds the comment for `/explain`: the one that it names, or by default the last earlier comment that gives a command
 * or looks as if it did. Returns a code if there is none on this pull request.
 */
export async function findComment(
  job: Job,
  { reader, roster, policy }: { reader: RepositoryReader; roster: readonly Employee[]; policy: BotList },
): Promise<FoundComment | MissingComment> {
  const [named] = job.command.text.split(/\s/, 1);
  if (named) return findNamed(named, job, reader);
  const thread = await reader.thread(job);
  for (const { kind = "issue_comment", id, author, bot, body, created_at } of thread.toReversed()) {
    const isItself = id === job.source.id && kind === job.source.kind;
    const by = { author, ...(bot && { bot }) };
    if (isItself || created_at > job.source.created_at || isForeignBot(authorOf(by), policy)) continue;
    const comment = await readComment(body, reader, true);
    if (!seemsToAsk(comment, roster)) continue;
    return id === undefined ? "none_before" : { ...by, comment, source: { kind, id } };
  }
  return "none_before";
}

async function findNamed(
  text: string,
  job: Job,
  reader: RepositoryReader,
): Promise<FoundComment | MissingComment> {
  const address = readCommentAddress(text);
  if (!address) return "unreadable_address";
  // The link may have a former repository name. An ID from another repository is not found in this one.
  if (address.pr_number !== null && address.pr_number !== job.pr_number) return "other_pull_request";
  for (const kind of address.kind ? [address.kind] : commentKinds) {
    const source = { kind, id: address.id };
    const found = await reader.comment(job, { ...source, created_at: job.source.created_at });
    if (!found) continue;
    const { body, ...by } = found;
    return { ...by, comment: await readComment(body, reader, true), source };
  }
  return "not_found";
}

/** Returns whether a comment gives a command or seems to, apart from /status, /help and the like. */
function seemsToAsk(comment: ParsedComment, roster: readonly Employee[]): boolean {
  const known = commandNames(roster).filter((name) => !isReservedCommand(name));
  return (
    comment.commands.some(({ name }) => !isReservedCommand(name)) || nearMisses(comment, known).length > 0
  );
}
