import type { Job } from "../jobs/job.ts";
import type { Reaction } from "../jobs/status-comment.ts";
import type { AnswerWrites, Pacer } from "../pacing/pacer.ts";
import { type AnsweringPorts, type Published, publishUnsaved } from "./publish-comment.ts";

export interface EndingPorts extends AnsweringPorts {
  pacer: Pick<Pacer, "takeAnswer">;
}

interface PublishedEnd extends Published {
  /** Whether GitHub's limits leave room for the job's check run now. */
  signs: boolean;
}

/**
 * Publishes the text that ends a job, within GitHub's limits on content writes. Without room for signs, a job that never
 * had a reaction gets none. The caller saves the change with the job's last transition. Throws PacedError if even the text
 * has to wait.
 */
export async function publishEnd(
  job: Job,
  parts: string[],
  reaction: Reaction,
  ports: EndingPorts,
): Promise<PublishedEnd> {
  const { signs } = await ports.pacer.takeAnswer(job, endWrites(job, parts.length));
  const reacts = signs || hasReacted(job);
  const kind = { final: true, ...(reacts && { reaction }) } as const;
  return { ...(await publishUnsaved(job, parts, ports, kind)), signs };
}

/** Returns the content writes of the text that ends a job, if nothing fails. */
export function endWrites(job: Pick<Job, "comment" | "reaction_id">, parts: number): AnswerWrites {
  // Parts of an earlier text that are too many are deleted.
  const comments = Math.max(parts, 1 + (job.comment?.continuation_ids.length ?? 0));
  const checkRun = 1;
  // An earlier reaction is replaced: two writes.
  return hasReacted(job)
    ? { answer: comments + 2, signs: checkRun }
    : { answer: comments, signs: checkRun + 1 };
}

/** Returns whether a reaction of the job may be on the command's comment. */
function hasReacted({ comment, reaction_id }: Pick<Job, "comment" | "reaction_id">): boolean {
  return reaction_id !== null || (comment?.reactions ?? []).length > 0;
}
