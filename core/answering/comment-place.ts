import type { Job } from "../jobs/job.ts";
import { isMarked } from "./marker.ts";
import type { CommentPlace, OwnComment, PullRequestWriter } from "./pull-request-writer.ts";

/**
 * Returns where a job's comments are, or will be: a command in a thread on the diff is answered there. Jobs of an earlier
 * version are answered in the conversation.
 */
export function placeOf(job: Job): CommentPlace {
  const { comment, source } = job;
  const isRecorded = comment !== null && comment.phase !== "REMOVED";
  return placeIn(job, (isRecorded ? comment.thread : source.thread) ?? null);
}

/** Returns the pull request's conversation. */
export function conversationOf(job: Job): CommentPlace {
  return placeIn(job, null);
}

function placeIn({ repo, repo_id, pr_number, installation_id }: Job, thread: number | null): CommentPlace {
  return { repo, repo_id, pr_number, installation_id, thread };
}

/** Returns the other places where a write of a job could have landed before its answer moved. */
function otherPlaces(job: Job): CommentPlace[] {
  const present = placeOf(job);
  const threads = [job.source.thread, job.comment?.thread].filter((thread) => thread !== undefined);
  if (present.thread !== null) return [conversationOf(job)];
  return threads.length === 0 ? [] : [placeIn(job, threads[0] ?? null)];
}

/** Our comments of a job in one place. */
export interface MarkedComments {
  place: CommentPlace;
  comments: OwnComment[];
}

/** Returns the job's comments in its own place. */
export async function commentsInPlace(job: Job, writer: PullRequestWriter): Promise<MarkedComments> {
  return markedIn(placeOf(job), job, writer);
}

/** Returns the job's comments in other places: they do not belong there. Asks GitHub only for jobs of a thread. */
export async function commentsElsewhere(job: Job, writer: PullRequestWriter): Promise<MarkedComments[]> {
  const found: MarkedComments[] = [];
  for (const place of otherPlaces(job)) found.push(await markedIn(place, job, writer));
  return found.filter(({ comments }) => comments.length > 0);
}

async function markedIn(place: CommentPlace, job: Job, writer: PullRequestWriter): Promise<MarkedComments> {
  const own = await writer.ownComments(place, job.source.created_at);
  return { place, comments: own.filter(({ body }) => isMarked(body, job.job_id)) };
}

/** Deletes these comments. Returns their ids. */
export async function removeComments(
  { place, comments }: MarkedComments,
  writer: PullRequestWriter,
): Promise<number[]> {
  for (const { id } of comments) await writer.deleteComment(place, id);
  return comments.map(({ id }) => id);
}
