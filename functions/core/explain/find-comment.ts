import { authorOf, type BotList, isForeignBot } from "../authority/bots.ts";
import { parseCommands } from "../commands/parse-commands.ts";
import { isReservedCommand } from "../commands/reserved-commands.ts";
import type { LiveComment, RepositoryReader } from "../github/repository-reader.ts";
import type { CommandSource, Job } from "../jobs/job.ts";
import type { Employee } from "../roster/employee.ts";
import { commandNames } from "../roster/find-employees.ts";
import { nearMisses } from "./near-misses.ts";

export interface FoundComment extends LiveComment {
  source: Pick<CommandSource, "kind" | "id">;
}

const kinds: Record<string, CommandSource["kind"]> = {
  issuecomment: "issue_comment",
  discussion_r: "pull_request_review_comment",
  pullrequestreview: "pull_request_review",
};

const reference = /(?:#(issuecomment|discussion_r|pullrequestreview)-?)?([1-9][0-9]{0,15})$/;

/**
 * The comment that `/explain` is about: the one that it names by link or number, or without one the last before it that
 * gives a command or looks as if it did. Null when there is none on this pull request.
 */
export async function findComment(
  job: Job,
  { reader, roster, policy }: { reader: RepositoryReader; roster: readonly Employee[]; policy: BotList },
): Promise<FoundComment | null> {
  const [named] = job.command.text.split(/\s/, 1);
  if (named) {
    const [, anchor = "issuecomment", id = ""] = reference.exec(named) ?? [];
    const kind = kinds[anchor];
    if (!id || !kind) return null;
    const source = { kind, id: Number(id) };
    const found = await reader.comment(job, { ...source, created_at: job.source.created_at });
    return found && { ...found, source };
  }
  const thread = await reader.thread(job);
  const before = thread.findLast(
    ({ kind = "issue_comment", ...comment }) =>
      !(comment.id === job.source.id && kind === job.source.kind) &&
      comment.created_at <= job.source.created_at &&
      !isForeignBot(authorOf(comment), policy) &&
      seemsToAsk(comment.body, roster),
  );
  if (before?.id === undefined) return null;
  const { kind = "issue_comment", id, author, bot, body } = before;
  return { author, ...(bot && { bot }), body, source: { kind, id } };
}

/** What only asks about jobs is not what somebody wonders about. */
function seemsToAsk(body: string, roster: readonly Employee[]): boolean {
  const known = commandNames(roster).filter((name) => !isReservedCommand(name));
  return (
    parseCommands(body).some(({ name }) => !isReservedCommand(name)) || nearMisses(body, known).length > 0
  );
}
