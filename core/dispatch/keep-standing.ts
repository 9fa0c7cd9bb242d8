import { type CommentFault, requireSettled, timesGiven } from "../authority/live-comment.ts";
import type { Clock } from "../clock.ts";
import type { CommandRequest } from "../deliveries/command-request.ts";
import type { Envelope } from "../deliveries/envelope.ts";
import type { LiveComment, RepositoryReader } from "../github/repository-reader.ts";
import type { JobStore } from "../jobs/job-store.ts";
import type { PlannedJob } from "./plan-jobs.ts";

export interface StandingPorts {
  jobs: Pick<JobStore, "read">;
  reader: RepositoryReader;
  clock: Clock;
}

/**
 * Of the planned jobs those whose command stands in the comment as it is on GitHub now, by whom the payload says. GitHub
 * keeps no order: the comment may have been edited or deleted since. And whoever has stolen the webhook secret can write
 * a payload, but no comment. Throws RetryableError while what is missing may be on its way.
 */
export async function keepStanding(
  planned: PlannedJob[],
  envelope: Envelope,
  request: CommandRequest,
  ports: StandingPorts,
): Promise<{ due: PlannedJob[]; fault: CommentFault | null }> {
  if (planned.length === 0) return { due: [], fault: null };
  const live = await ports.reader.comment(envelope, request.source);
  const another = live !== null && !isBy(live.author, envelope, request);
  const standing = live && !another ? standingIn(live, planned) : [];
  if (standing.length === planned.length) return { due: planned, fault: null };

  // A text that is older than a comment's creation is none; one that is older than its edit may be shown for a while.
  if (!live || (envelope.action === "edited" && !another)) {
    requireSettled(envelope.received_at, ports.clock());
  }
  const due: PlannedJob[] = [];
  for (const one of planned) {
    // What an earlier try of this intent has begun goes on, and ends at its acknowledgement.
    if (standing.includes(one) || (await ports.jobs.read(one.job.job_id))) due.push(one);
  }
  return { due, fault: another ? "comment_of_another" : live ? "comment_changed" : "comment_deleted" };
}

/** Whoever makes a comment is who writes it; of an edit GitHub does not tell by whom it was. */
function isBy(author: string, { action, sender }: Envelope, request: CommandRequest): boolean {
  const names = action === "edited" ? [request.author] : [request.author, sender.login];
  return names.every((name) => name.toLowerCase() === author.toLowerCase());
}

/** Of jobs that read the same as many as the comment has commands. */
function standingIn({ body }: LiveComment, planned: PlannedJob[]): PlannedJob[] {
  const used = new Map<string, number>();
  return planned.filter(({ job: { employee, command } }) => {
    const key = JSON.stringify([employee, command.name, command.text]);
    const n = (used.get(key) ?? 0) + 1;
    used.set(key, n);
    return n <= timesGiven(body, command);
  });
}
