import { type CommentFault, requireConsistentRead, timesGiven } from "../authority/live-comment.ts";
import type { Clock } from "../clock.ts";
import { type ParsedComment, readComment } from "../commands/parse-comment.ts";
import type { CommandRequest } from "../deliveries/command-request.ts";
import type { PullRequestEnvelope } from "../deliveries/envelope.ts";
import { isComment } from "../github/pull-request.ts";
import type { RepositoryReader } from "../github/repository-reader.ts";
import type { JobStore } from "../jobs/job-store.ts";
import type { PlannedJob } from "./plan-jobs.ts";

export interface LiveCommentPorts {
  jobs: Pick<JobStore, "read">;
  reader: RepositoryReader;
  clock: Clock;
}

/**
 * Returns the planned jobs whose command is in the comment on GitHub now, written by the user that the payload names,
 * and the reason for the first one that is not. GitHub delivers in no order, so the comment may have been edited or
 * deleted since; and a stolen webhook secret can forge a payload, but no comment. Throws RetryableError while GitHub
 * may not show the current comment yet.
 */
export async function dropWithdrawnCommands(
  planned: PlannedJob[],
  envelope: PullRequestEnvelope,
  request: CommandRequest,
  ports: LiveCommentPorts,
): Promise<{ due: PlannedJob[]; fault: CommentFault | null }> {
  const { source } = request;
  // A click is on no comment: its sender's permission is all that there is to check.
  if (planned.length === 0 || !isComment(source)) return { due: planned, fault: null };
  const live = await ports.reader.comment(envelope, source);
  const isByAnother = live !== null && !isBy(live.author, envelope, request);
  const present = live && !isByAnother ? jobsPresentIn(await parsed(live.body, request, ports), planned) : [];
  if (present.length === planned.length) return { due: planned, fault: null };

  // GitHub may still show the text from before an edit. It shows no text from before the comment's creation.
  if (!live || (envelope.action === "edited" && !isByAnother)) {
    requireConsistentRead(envelope.received_at, ports.clock());
  }
  const due: PlannedJob[] = [];
  for (const one of planned) {
    // A job that an earlier attempt recorded continues. Its acknowledgement ends it.
    if (present.includes(one) || (await ports.jobs.read(one.job.job_id))) due.push(one);
  }
  return { due, fault: isByAnother ? "comment_of_another" : live ? "comment_changed" : "comment_deleted" };
}

/** Returns whether the payload names the comment's author. The sender of an edit may be another user. */
function isBy(author: string, { action, sender }: PullRequestEnvelope, request: CommandRequest): boolean {
  const names = action === "edited" ? [request.author] : [request.author, sender.login];
  return names.every((name) => name.toLowerCase() === author.toLowerCase());
}

/** Parses a text only if it differs from the delivered one. */
async function parsed(
  body: string,
  { comment }: CommandRequest,
  { reader }: LiveCommentPorts,
): Promise<ParsedComment> {
  return body === comment.body ? comment : readComment(body, reader);
}

/** Returns the jobs whose command is in the comment: of equal jobs as many as there are equal commands. */
function jobsPresentIn(live: ParsedComment, planned: PlannedJob[]): PlannedJob[] {
  const used = new Map<string, number>();
  return planned.filter(({ job: { employee, command } }) => {
    const key = JSON.stringify([employee, command.name, command.text]);
    const n = (used.get(key) ?? 0) + 1;
    used.set(key, n);
    return n <= timesGiven(live, command);
  });
}
