import { RetryableError } from "../errors.ts";
import type { Job } from "../jobs/job.ts";
import type { JobStore } from "../jobs/job-store.ts";
import {
  beginWriting,
  endWriting,
  fingerprint,
  namesAllComments,
  type Queued,
  type Reaction,
  withoutIds,
} from "../jobs/status-comment.ts";
import type { Sha256 } from "../sha256.ts";
import { commentsElsewhere, conversationOf, placeOf, removeComments } from "./comment-place.ts";
import { requireVisible } from "./end-unsent.ts";
import { carriesMarker, isContinuation, marker } from "./marker.ts";
import { placeReaction } from "./place-reaction.ts";
import {
  type CommentPlace,
  isThreadGone,
  type OwnComment,
  type PullRequestWriter,
} from "./pull-request-writer.ts";

export interface AnsweringPorts {
  jobs: JobStore;
  writer: PullRequestWriter;
  sha256: Sha256;
}

/**
 * Publishes `parts` as the job's one answer: the status comment has the first part, later comments have the others. Can
 * be repeated after a failure of any call. GitHub has no idempotency key for comments, so the intention is recorded
 * first and every comment has a marker. If the record may lack a comment, an existing one is looked for before a new one
 * is created, and once more before a `final` text, because a POST that seemed lost may have landed since. The `reaction` on
 * the command's comment is set before a provisional text and after a final one. If the thread of the answer is gone, the
 * whole answer moves to the conversation. `reconcileComments` corrects what lands even later. The caller has claimed the
 * job, or says `unclaimed`. Throws for a job in shadow.
 */
export async function publishComment(
  job: Job,
  parts: string[],
  ports: PublishPorts,
  kind: TextKind = { final: false },
): Promise<Job> {
  requireVisible(job);
  try {
    return await publishIn(placeOf(job), job, parts, ports, kind);
  } catch (error) {
    if (!isThreadGone(error)) throw error;
  }
  const before = { ...job, comment: job.comment && withoutIds(job.comment) };
  const moved = await publishIn(conversationOf(job), before, parts, ports, kind);
  for (const left of await commentsElsewhere(moved, ports.writer)) await removeComments(left, ports.writer);
  return moved;
}

interface PublishPorts {
  jobs: Pick<JobStore, "save">;
  writer: PullRequestWriter;
  sha256: Sha256;
}

interface TextKind {
  final: boolean;
  /** Other instances may publish for the same job at the same time, so the record is not enough. */
  unclaimed?: boolean;
  reaction?: Reaction;
  queued?: Queued;
}

async function publishIn(
  place: CommentPlace,
  job: Job,
  parts: string[],
  ports: PublishPorts,
  { final, unclaimed = false, reaction, queued }: TextKind,
): Promise<Job> {
  const bodies = parts.map((text, index) => commentBody(job.job_id, index + 1, text));
  const text = bodies.map((body) => fingerprint(body, ports.sha256));
  const { thread } = place;
  const record = beginWriting(job.comment, { text, provisional: !final, reaction, queued, thread });
  const current = await ports.jobs.save(job, { comment: record });
  const react = async () => (reaction ? placeReaction(current, reaction, ports.writer) : current.reaction_id);
  const early = final ? null : await react();
  const known = [record.id, ...record.continuation_ids];
  const complete = namesAllComments(job.comment) && !unclaimed;
  const seen = final && !complete ? await look(place, current, ports.writer) : [];

  const ids: number[] = [];
  const spare = new Set<number | null>(known.slice(parts.length));
  for (const [index, body] of bodies.entries()) {
    const comment = { place, job: current, part: index + 1, body, spare, complete };
    ids.push(await writePart(comment, [known[index] ?? null, ...marked(seen, comment)], ports.writer));
  }
  for (const { id } of seen.filter(({ body }) => isContinuation(body, job.job_id))) spare.add(id);
  const left = [...spare].filter((id) => id !== null).filter((id) => !ids.includes(id));
  // Recorded before the removal: an overtaken writer must not remove its successor's comment.
  const removing = { ...endWriting(record, [...ids, ...left]), writing: true };
  if (left.length > 0) await ports.jobs.save(current, { comment: removing });
  for (const id of left) await ports.writer.deleteComment(place, id);
  const reaction_id = final ? await react() : early;
  return ports.jobs.save(current, { comment: endWriting(record, ids), reaction_id });
}

/** Returns a comment's body: the marker of its part and the text. */
export function commentBody(jobId: string, part: number, text: string): string {
  return `${marker(jobId, part)}\n${text}`;
}

interface PartComment {
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
async function writePart(
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

function look(place: CommentPlace, job: Job, writer: PullRequestWriter): Promise<OwnComment[]> {
  return writer.ownComments(place, job.source.created_at);
}

function marked(comments: OwnComment[], { job, part }: Pick<PartComment, "job" | "part">): number[] {
  return comments.filter(({ body }) => carriesMarker(body, job.job_id, part)).map(({ id }) => id);
}
