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
  type StatusComment,
  withoutIds,
} from "../jobs/status-comment.ts";
import type { Sha256 } from "../sha256.ts";
import { commentsElsewhere, conversationOf, placeOf, removeComments } from "./comment-place.ts";
import { requireVisible } from "./end-unsent.ts";
import { carriesMarker, isContinuation, marker } from "./marker.ts";
import {
  type CommentPlace,
  isThreadGone,
  type OwnComment,
  type PullRequestWriter,
} from "./pull-request-writer.ts";

export interface TextKind {
  final: boolean;
  /** Other instances may publish for the same job at the same time, so the record is not enough. */
  unclaimed?: boolean;
  reaction?: Reaction;
  queued?: Queued;
}

/** Texts of a job that are about to be written, and the record that has to be saved before. */
export interface BegunComment {
  record: StatusComment;
  place: CommentPlace;
  /** The job as it was before. */
  job: Job;
  parts: string[];
  bodies: string[];
  kind: TextKind;
  sha256: Sha256;
}

interface WritePorts {
  jobs: Pick<JobStore, "save">;
  writer: PullRequestWriter;
}

/** Begins to write a job's texts where its comments are. Throws for a job in shadow. */
export function beginComment(
  job: Job,
  parts: string[],
  kind: TextKind,
  { sha256 }: { sha256: Sha256 },
): BegunComment {
  requireVisible(job);
  return beginIn(placeOf(job), job, parts, kind, sha256);
}

function beginIn(
  place: CommentPlace,
  job: Job,
  parts: string[],
  kind: TextKind,
  sha256: Sha256,
): BegunComment {
  const { final, reaction, queued } = kind;
  const bodies = parts.map((text, index) => commentBody(job.job_id, index + 1, text));
  const text = bodies.map((body) => fingerprint(body, sha256));
  const { thread } = place;
  const record = beginWriting(job.comment, { text, provisional: !final, reaction, queued, thread });
  return { record, place, job, parts, bodies, kind, sha256 };
}

/**
 * Writes the texts. `job`: with the saved record. Returns the record after it, which the caller saves. If the thread of
 * the answer is gone, the whole answer moves to the conversation.
 */
export async function writeComment(begun: BegunComment, job: Job, ports: WritePorts): Promise<StatusComment> {
  try {
    return await writeParts(begun, job, ports);
  } catch (error) {
    if (!isThreadGone(error)) throw error;
  }
  const { parts, kind, sha256 } = begun;
  const before = { ...begun.job, comment: begun.job.comment && withoutIds(begun.job.comment) };
  const again = beginIn(conversationOf(job), before, parts, kind, sha256);
  const moving = await ports.jobs.save(job, { comment: again.record });
  const comment = await writeParts(again, moving, ports);
  for (const left of await commentsElsewhere({ ...moving, comment }, ports.writer)) {
    await removeComments(left, ports.writer);
  }
  return comment;
}

async function writeParts(
  { place, record, bodies, kind, job: before }: BegunComment,
  job: Job,
  { jobs, writer }: WritePorts,
): Promise<StatusComment> {
  const known = [record.id, ...record.continuation_ids];
  const complete = namesAllComments(before.comment) && !kind.unclaimed;
  const seen = kind.final && !complete ? await look(place, job, writer) : [];

  const ids: number[] = [];
  const spare = new Set<number | null>(known.slice(bodies.length));
  for (const [index, body] of bodies.entries()) {
    const comment = { place, job, part: index + 1, body, spare, complete };
    ids.push(await writePart(comment, [known[index] ?? null, ...marked(seen, comment)], writer));
  }
  for (const { id } of seen.filter(({ body }) => isContinuation(body, job.job_id))) spare.add(id);
  const left = [...spare].filter((id) => id !== null).filter((id) => !ids.includes(id));
  // Recorded before the removal: an overtaken writer must not remove its successor's comment.
  const removing = { ...endWriting(record, [...ids, ...left]), writing: true };
  if (left.length > 0) await jobs.save(job, { comment: removing });
  for (const id of left) await writer.deleteComment(place, id);
  return endWriting(record, ids);
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
