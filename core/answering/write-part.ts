import { RetryableError } from "../errors.ts";
import type { Job } from "../jobs/job.ts";
import { carriesMarker, marker } from "./marker.ts";
import type { CommentPlace, OwnComment, PullRequestWriter } from "./pull-request-writer.ts";

/** Returns a comment's body: the marker of its part and the text. */
export function commentBody(jobId: string, part: number, text: string): string {
  return `${marker(jobId, part)}\n${text}`;
}

/** One part of a text, which goes into one comment. */
export interface PartComment {
  place: CommentPlace;
  job: Job;
  part: number;
  body: string;
  /** Collects the other comments with the same part, for removal. */
  spare: Set<number | null>;
  /** Whether the job's record names all its comments. */
  complete: boolean;
}

/** Writes one part into an existing comment or a new one. Returns the comment's id. */
export async function writePart(
  comment: PartComment,
  candidates: (number | null)[],
  writer: PullRequestWriter,
): Promise<number> {
  const known = candidates.filter((id) => id !== null);
  const kept = await keepLowest(comment, known, writer);
  if (kept !== null) return kept;
  // GitHub does not find a known comment: a person has deleted it, or this server does not know it yet.
  if (!comment.complete || known.length > 0) {
    const found = marked(await look(comment.place, comment.job, writer), comment);
    const adopted = await keepLowest(comment, found, writer);
    if (adopted !== null) return adopted;
  }
  try {
    return await writer.createComment(comment.place, comment.body);
  } catch (error) {
    if (!(error instanceof RetryableError)) throw error;
    // The POST may have landed: look before the next try.
    const seen = marked(await look(comment.place, comment.job, writer), comment);
    const landed = await keepLowest(comment, seen, writer);
    if (landed === null) throw error;
    return landed;
  }
}

/** Updates the first of these comments that still exists; the others are duplicates. Returns null if none exists. */
async function keepLowest(
  { place, body, spare }: PartComment,
  candidates: number[],
  writer: PullRequestWriter,
): Promise<number | null> {
  const ids = [...new Set(candidates)].sort((a, b) => a - b);
  let kept: number | null = null;
  for (const id of ids) {
    if (kept !== null) spare.add(id);
    else if (await writer.updateComment(place, id, body)) kept = id;
  }
  return kept;
}

/** Returns our comments in the place of a job since its command. */
export function look(place: CommentPlace, job: Job, writer: PullRequestWriter): Promise<OwnComment[]> {
  return writer.ownComments(place, job.source.created_at);
}

/** Returns the ids of the comments that hold that part. */
export function marked(comments: OwnComment[], { job, part }: Pick<PartComment, "job" | "part">): number[] {
  return comments.filter(({ body }) => carriesMarker(body, job.job_id, part)).map(({ id }) => id);
}
