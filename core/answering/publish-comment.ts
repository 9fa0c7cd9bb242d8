import type { Job } from "../jobs/job.ts";
import type { JobChange, JobStore } from "../jobs/job-store.ts";
import type { Sha256 } from "../sha256.ts";
import { together } from "../together.ts";
import { placeReaction } from "./place-reaction.ts";
import type { PullRequestWriter } from "./pull-request-writer.ts";
import { beginComment, type TextKind, writeComment } from "./write-comment.ts";

export interface AnsweringPorts {
  jobs: JobStore;
  writer: PullRequestWriter;
  sha256: Sha256;
}

interface PublishPorts {
  jobs: Pick<JobStore, "save">;
  writer: PullRequestWriter;
  sha256: Sha256;
}

/**
 * Publishes `parts` as the job's one answer: the status comment has the first part, later comments have the others. Can
 * be repeated after a failure of any call. GitHub has no idempotency key for comments, so the intention is recorded
 * first and every comment has a marker. If the record may lack a comment, an existing one is looked for before a new one
 * is created, and once more before a `final` text, because a POST that seemed lost may have landed since. The `reaction` on
 * the command's comment is set beside a provisional text and after a final one. If the thread of the answer is gone, the
 * whole answer moves to the conversation. `reconcileComments` corrects what lands even later. The caller has claimed the
 * job, or says `unclaimed`. Throws for a job in shadow.
 */
export async function publishComment(
  job: Job,
  parts: string[],
  ports: PublishPorts,
  kind: TextKind = { final: false },
): Promise<Job> {
  const { job: current, change } = await publishUnsaved(job, parts, ports, kind);
  return ports.jobs.save(current, change);
}

/** What a publication has changed: the caller saves it. */
export interface Published {
  /** As last saved. */
  job: Job;
  change: Required<Pick<JobChange, "comment" | "reaction_id">>;
}

/** Publishes like `publishComment`, for a caller that saves the outcome together with the job's next state. */
export async function publishUnsaved(
  job: Job,
  parts: string[],
  ports: PublishPorts,
  kind: TextKind,
): Promise<Published> {
  const started = beginComment(job, parts, kind, ports);
  // The caller may know a reaction that is not saved yet.
  const current = await ports.jobs.save(job, { comment: started.record, reaction_id: job.reaction_id });
  const react = async () =>
    kind.reaction ? placeReaction(current, kind.reaction, ports.writer) : current.reaction_id;
  if (kind.final) {
    const comment = await writeComment(started, current, ports);
    return { job: current, change: { comment, reaction_id: await react() } };
  }
  const [reaction_id, comment] = await together([react(), writeComment(started, current, ports)]);
  return { job: current, change: { comment, reaction_id } };
}
