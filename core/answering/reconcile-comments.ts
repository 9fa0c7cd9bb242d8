import type { Job } from "../jobs/job.ts";
import { isVisible } from "../jobs/job-mode.ts";
import { fingerprint, isDoubtful, removedComment, type StatusComment } from "../jobs/status-comment.ts";
import {
  commentsElsewhere,
  commentsInPlace,
  type MarkedComments,
  placeOf,
  removeComments,
} from "./comment-place.ts";
import { type FinalTextPorts, finalTexts } from "./final-text.ts";
import { carriesMarker } from "./marker.ts";
import { clearReactions } from "./place-reaction.ts";
import type { AnsweringPorts } from "./publish-comment.ts";
import type { OwnComment } from "./pull-request-writer.ts";
import { commentBody } from "./write-part.ts";

export type ReconcilePorts = AnsweringPorts & FinalTextPorts;

/** Ids of the comments that were changed. */
interface Reconciled {
  /** Duplicates, and comments of a withdrawn command. */
  removed: number[];
  /** Comments that a late write had overwritten. */
  restored: number[];
}

/**
 * Compares a finished job's comments with its record and corrects what late writes did to them. One comment stays for
 * each part of the text: the lowest with its marker. Only our own earlier texts are overwritten, never a person's edit.
 * The record is written before each change. Throws FencedError if a user has retried the job meanwhile, whose steps
 * then decide.
 */
export async function reconcileComments(job: Job, ports: ReconcilePorts): Promise<Reconciled> {
  const { comment } = job;
  const nothing: Reconciled = { removed: [], restored: [] };
  if (!isVisible(job) || !comment || (comment.id === null && comment.phase !== "REMOVED")) return nothing;
  const { place, comments } = await commentsInPlace(job, ports.writer);
  const own = comments.toSorted((a, b) => a.id - b.id);
  const elsewhere = await commentsElsewhere(job, ports.writer);
  if (comment.phase === "REMOVED") {
    const [first] = [...own, ...elsewhere.flatMap((other) => other.comments)];
    if (first) await ports.jobs.correct(job, { comment: removedComment(comment, first.id) });
    return { ...nothing, removed: await removeAll([{ place, comments: own }, ...elsewhere], ports) };
  }
  const { ids, restored } = await restoreParts(job, comment, own, ports);
  const surplus = { place, comments: own.filter(({ id }) => !ids.includes(id)) };
  return { removed: await removeAll([surplus, ...elsewhere], ports), restored };
}

async function removeAll(found: MarkedComments[], { writer }: ReconcilePorts): Promise<number[]> {
  const removed: number[] = [];
  for (const marked of found) removed.push(...(await removeComments(marked, writer)));
  return removed;
}

/**
 * Removes our reactions that do not belong on the command's comment, because one may have landed late. Reads them from
 * GitHub only if the outcome of a write is unknown.
 */
export async function reconcileReactions(job: Job, { jobs, writer }: AnsweringPorts): Promise<void> {
  const { comment } = job;
  if (!comment?.reactions || !isDoubtful(comment)) return;
  // Throws if a user has retried the job meanwhile.
  await jobs.correct(job, { reaction_id: job.reaction_id });
  await clearReactions(job, { kinds: comment.reactions, kept: job.reaction_id }, writer);
}

/**
 * Restores the text of each part and records which comment holds it. Returns the ids of all and of the restored ones.
 */
async function restoreParts(
  job: Job,
  comment: StatusComment,
  own: OwnComment[],
  ports: ReconcilePorts,
): Promise<{ ids: number[]; restored: number[] }> {
  const known = [comment.id ?? 0, ...comment.continuation_ids];
  const parts = known.map((id, index) => {
    const candidates = own.filter(({ body }) => carriesMarker(body, job.job_id, index + 1));
    return planPart({ id, index, comment, candidates, ports });
  });
  let record = comment;
  if (parts.some(({ write }) => write)) {
    record = { ...comment, doubtful: true };
    await ports.jobs.correct(job, { comment: record });
  }
  const texts = parts.some(({ body }) => body === null) ? await finalTexts(job, ports) : null;
  const ids: number[] = [];
  const restored: number[] = [];
  for (const [index, { id, target, write, body }] of parts.entries()) {
    const part = texts?.[index];
    const text = body ?? (part === undefined ? null : commentBody(job.job_id, index + 1, part));
    const written = write && text !== null && (await ports.writer.updateComment(placeOf(job), target, text));
    if (written && target === id) restored.push(id);
    // A comment that was deleted meanwhile is ignored.
    ids.push(written || !write ? target : id);
  }
  if (ids.some((id, index) => id !== known[index])) {
    const [id = null, ...continuation_ids] = ids;
    await ports.jobs.correct(job, { comment: { ...record, phase: "POSTED", id, continuation_ids } });
  }
  return { ids, restored };
}

interface Part {
  /** The comment that the record names. */
  id: number;
  index: number;
  comment: StatusComment;
  /** All comments with the part's marker, lowest id first. */
  candidates: OwnComment[];
  ports: Pick<ReconcilePorts, "sha256">;
}

interface PartPlan {
  id: number;
  /** The comment to keep. */
  target: number;
  /** Whether the comment has to be updated. */
  write: boolean;
  /** The part's text; null if no comment has it any more. */
  body: string | null;
}

function planPart({ id, index, comment, candidates, ports }: Part): PartPlan {
  const expected = comment.text?.[index];
  const printOf = ({ body }: OwnComment) => fingerprint(body, ports.sha256);
  const isOld = (one: OwnComment) => comment.earlier?.includes(printOf(one)) ?? false;
  const recorded = candidates.find((one) => one.id === id);
  if (!recorded) {
    // A person has deleted the answer: a leftover comment does not replace it.
    const leftover = candidates.find((one) => !isOld(one));
    return { id, target: leftover?.id ?? id, write: false, body: "" };
  }
  const lowest = candidates[0] ?? recorded;
  const right = isOld(recorded) ? candidates.find((one) => printOf(one) === expected) : recorded;
  const write = right === undefined || right.body !== lowest.body;
  return { id, target: lowest.id, write, body: right?.body ?? null };
}
