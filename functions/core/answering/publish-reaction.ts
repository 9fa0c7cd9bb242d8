import type { Job } from "../jobs/job.ts";
import type { AnsweringPorts } from "./publish-comment.ts";
import type { Reaction } from "./pull-request-writer.ts";

/** Makes `reaction` our one reaction on the comment that gave the command. */
export async function publishReaction(job: Job, reaction: Reaction, ports: AnsweringPorts): Promise<Job> {
  const id = await ports.writer.react(job, job.source, reaction);
  if (job.reaction_id !== null && job.reaction_id !== id) {
    await ports.writer.unreact(job, job.source, job.reaction_id);
  }
  return job.reaction_id === id ? job : ports.jobs.save(job, { reaction_id: id });
}
