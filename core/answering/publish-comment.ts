import { RetryableError } from "../errors.ts";
import type { Job } from "../jobs/job.ts";
import type { JobStore } from "../jobs/job-store.ts";
import {
  beginWriting,
  endWriting,
  fingerprint,
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
 * first, every comment has a marker, and an existing comment is looked for before a new one is created. A `final` text
 * looks once more, because a POST that seemed lost may have landed since. The `reaction` on the command's comment is
 * set before a provisional text and after a final one. If the thread of the answer is gone, the whole answer moves to the
 * conversation. `reconcileComments` corrects what lands even later. Throws for a job in shadow.
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
  reaction?: Reaction;
  queued?: Queued;
}

async function publishIn(
  place: CommentPlace,
  job: Job,
  parts: string[],
  ports: PublishPorts,
  { final, reaction, queued }: TextKind,
): Promise<Job> {
  const bodies = parts.map((text, index) => commentBody(job.job_id, index + 1, text));
  const text = bodies.map((body) => fingerprint(body, ports.sha256));
  const { thread } = place;
  const record = beginWriting(job.comment, { text, provisional: !final, reaction, queued, thread });
  const current = await ports.jobs.save(job, { comment: record });
  const react = async () => (reaction ? placeReaction(current, reaction, ports.writer) : current.reaction_id);
  const early = final ? null : await react();
  const known = [record.id, ...record.continuation_ids];
  const seen = final ? await look(place, current, ports.writer) : [];

  const ids: number[] = [];
  const spare = new Set<number | null>(known.slice(parts.length));
  for (const [index, body] of bodies.entries()) {
    const comment = { place, job: current, part: index + 1, body, spare };
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
}

/** Writes one part into an existing comment or a new one. Returns the comment's id. */
async function writePart(
  comment: PartComment,
  candidates: (number | null)[],
  writer: PullRequestWriter,
): Promise<number> {
  const kept =
    (await keepLowest(comment, candidates, writer)) ??
    (await keepLowest(comment, marked(await look(comment.place, comment.job, writer), comment), writer));
  if (kept !== null) return kept;
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
  candidates: (number | null)[],
  writer: PullRequestWriter,
): Promise<number | null> {
  const ids = [...new Set(candidates)].filter((id) => id !== null).sort((a, b) => a - b);
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
