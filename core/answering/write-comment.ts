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
import { isContinuation } from "./marker.ts";
import { type CommentPlace, isThreadGone, type PullRequestWriter } from "./pull-request-writer.ts";
import { commentBody, look, marked, writePart } from "./write-part.ts";

export interface TextKind {
  final: boolean;
  /** Other instances may publish for the same job at the same time, so the record is not enough. */
  unclaimed?: boolean;
  reaction?: Reaction;
  queued?: Queued;
}

/** Texts of a job that are about to be written, and the record that has to be saved before. */
export interface StartedComment {
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
): StartedComment {
  requireVisible(job);
  return beginIn(placeOf(job), job, parts, kind, sha256);
}

function beginIn(
  place: CommentPlace,
  job: Job,
  parts: string[],
  kind: TextKind,
  sha256: Sha256,
): StartedComment {
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
export async function writeComment(
  started: StartedComment,
  job: Job,
  ports: WritePorts,
): Promise<StatusComment> {
  const { parts, place, kind, sha256 } = started;
  try {
    const comment = await writeParts(started, job, ports);
    const mayHaveLeftOthers = kind.final && place.thread === null && !isComplete(started);
    return mayHaveLeftOthers ? await leaveThread(comment, job, ports) : comment;
  } catch (error) {
    if (!isThreadGone(error)) throw error;
  }
  const before = { ...started.job, comment: started.job.comment && withoutIds(started.job.comment) };
  const again = beginIn(conversationOf(job), before, parts, kind, sha256);
  const moving = await ports.jobs.save(job, { comment: again.record });
  return leaveThread(await writeParts(again, moving, ports), moving, ports);
}

/** Removes what is left in the thread of an answer that is in the conversation now. Returns the record. */
async function leaveThread(
  comment: StatusComment,
  job: Job,
  { jobs, writer }: WritePorts,
): Promise<StatusComment> {
  const left = await commentsElsewhere({ ...job, comment }, writer);
  if (left.length > 0) await jobs.save(job, { comment: { ...comment, writing: true } });
  for (const marked of left) await removeComments(marked, writer);
  return comment;
}

/** Returns whether the job's record names all its comments, and no other instance may add one. */
function isComplete({ job, kind }: StartedComment): boolean {
  return namesAllComments(job.comment) && !kind.unclaimed;
}

async function writeParts(
  started: StartedComment,
  job: Job,
  { jobs, writer }: WritePorts,
): Promise<StatusComment> {
  const { place, record, bodies, kind } = started;
  const known = [record.id, ...record.continuation_ids];
  const complete = isComplete(started);
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
