import { RetryableError } from "../errors.ts";
import type { Job, StatusComment } from "../jobs/job.ts";
import type { JobStore } from "../jobs/job-store.ts";
import { carriesMarker, marker } from "./marker.ts";
import type { OwnComment, PullRequestWriter } from "./pull-request-writer.ts";

export interface AnsweringPorts {
  jobs: JobStore;
  writer: PullRequestWriter;
}

/**
 * Makes the job's one answer say `parts`: the status comment holds the first, comments after it the others.
 * Repeating it changes nothing more, whichever call had failed: GitHub has no idempotency key for comments, so
 * our intention is recorded first, every comment carries a marker, and before one is made we look for it.
 */
export async function publishComment(job: Job, parts: string[], ports: AnsweringPorts): Promise<Job> {
  const bodies = parts.map((text, index) => `${marker(job.job_id, index + 1)}\n${text}`);
  let current = job;
  if (!current.comment) {
    const prepared: StatusComment = { phase: "PREPARED", id: null, continuation_ids: [] };
    current = await ports.jobs.save(current, { comment: prepared });
  }
  const known = current.comment ? [current.comment.id, ...current.comment.continuation_ids] : [];

  const ids: number[] = [];
  let seen: OwnComment[] | null = null;
  for (const [index, body] of bodies.entries()) {
    const id = known[index];
    if (id && (await ports.writer.updateComment(current, id, body))) {
      ids.push(id);
      continue;
    }
    seen ??= await ports.writer.ownComments(current, current.source.created_at);
    ids.push(await findOrCreate(current, index + 1, body, seen, ports.writer));
  }
  for (const left of known.slice(bodies.length)) {
    if (left) await ports.writer.deleteComment(current, left);
  }
  const [id = null, ...continuation_ids] = ids;
  return ports.jobs.save(current, { comment: { phase: "POSTED", id, continuation_ids } });
}

async function findOrCreate(
  job: Job,
  part: number,
  body: string,
  seen: OwnComment[],
  writer: PullRequestWriter,
): Promise<number> {
  const adopted = await adopt(job, part, body, seen, writer);
  if (adopted !== null) return adopted;
  try {
    return await writer.createComment(job, body);
  } catch (error) {
    if (!(error instanceof RetryableError)) throw error;
    // It may have landed: look again before anybody tries again.
    const again = await writer.ownComments(job, job.source.created_at);
    const landed = await adopt(job, part, body, again, writer);
    if (landed === null) throw error;
    return landed;
  }
}

/** Takes over the lowest of our comments for this part, and removes the later ones. */
async function adopt(
  job: Job,
  part: number,
  body: string,
  seen: OwnComment[],
  writer: PullRequestWriter,
): Promise<number | null> {
  const [first, ...doubles] = seen
    .filter((comment) => carriesMarker(comment.body, job.job_id, part))
    .sort((a, b) => a.id - b.id);
  if (!first) return null;
  for (const double of doubles) await writer.deleteComment(job, double.id);
  if (first.body !== body) await writer.updateComment(job, first.id, body);
  return first.id;
}
